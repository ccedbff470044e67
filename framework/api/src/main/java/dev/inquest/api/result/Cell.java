package dev.inquest.api.result;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Builds cells that cannot fail: what cannot be had becomes {@link Unavailable}. */
public final class Cell {
    private Cell() {}

    /** Returns what {@code value} gives, or the reason why it could not be had. */
    public static @Nullable Object of(Supplier<? extends @Nullable Object> value) {
        try {
            return value.get();
        } catch (FaultException e) {
            return new Unavailable(e.fault().kind().words(), e.fault().message());
        } catch (MissingTypeException e) {
            return new Unavailable("missing", String.valueOf(e.getMessage()));
        } catch (CorruptListException e) {
            return new Unavailable("corrupt", String.valueOf(e.getMessage()));
        }
    }

    /** Returns the address that {@code value} gives, or the reason why it could not be had. */
    public static @Nullable Object address(Supplier<Long> value) {
        return of(() -> new Address(value.get()));
    }
}
