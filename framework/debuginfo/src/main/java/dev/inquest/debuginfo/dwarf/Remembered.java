package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.types.MissingTypeException;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads something when it is first asked for, and keeps it. Two threads may both read it: the results are alike. */
final class Remembered<T> implements Supplier<T> {
    private final Reading<T> reading;
    private volatile @Nullable T value;

    /** How to read it. */
    interface Reading<T> {
        T read() throws MalformedException;
    }

    Remembered(Reading<T> reading) {
        this.reading = reading;
    }

    @Override
    public T get() {
        T known = value;
        if (known == null) {
            try {
                known = reading.read();
            } catch (MalformedException e) {
                throw new MissingTypeException("damaged debug information: " + e.getMessage());
            }
            value = known;
        }
        return known;
    }
}
