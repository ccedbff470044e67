package dev.inquest.api.types;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An enumeration. */
public final class EnumType implements Type {
    private final @Nullable String tag;
    private final long size;
    private final boolean signed;
    private final Supplier<List<Enumerator>> enumerators;

    /**
     * One constant of an enumeration.
     *
     * @param name its name
     * @param value its value; unsigned 64-bit values above 2^63 come as negative longs
     */
    public record Enumerator(String name, long value) {}

    /**
     * Makes an enumeration.
     *
     * @param tag the tag, or null for an anonymous enumeration
     * @param size bytes of a value
     * @param signed whether values are sign-extended
     * @param enumerators gives the constants; called each time, so it should remember
     */
    public EnumType(@Nullable String tag, long size, boolean signed, Supplier<List<Enumerator>> enumerators) {
        this.tag = tag;
        this.size = size;
        this.signed = signed;
        this.enumerators = enumerators;
    }

    /** Returns the tag, or null for an anonymous enumeration. */
    public @Nullable String tag() {
        return tag;
    }

    /** Returns whether values are sign-extended. */
    public boolean signed() {
        return signed;
    }

    /** Returns the constants in the order of their declaration. */
    public List<Enumerator> enumerators() {
        return enumerators.get();
    }

    /** Returns the name of a value. */
    public Optional<String> nameOf(long value) {
        for (Enumerator enumerator : enumerators()) {
            if (enumerator.value() == value) {
                return Optional.of(enumerator.name());
            }
        }
        return Optional.empty();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String spelling() {
        return tag == null ? "enum {...}" : "enum " + tag;
    }
}
