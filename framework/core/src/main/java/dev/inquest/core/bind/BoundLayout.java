package dev.inquest.core.bind;

import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.types.MissingTypeException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/**
 * A bound interface.
 *
 * @param <T> the interface
 */
final class BoundLayout<T> implements StructLayout<T> {
    /** Stands for a member that the kernel lacks. */
    static final long ABSENT = Long.MIN_VALUE;

    private final String name;
    private final long size;
    private final Map<String, Long> offsets;
    private final LongFunction<T> factory;

    /**
     * Makes a layout.
     *
     * @param name the structure, as C spells it
     * @param size its size in bytes
     * @param offsets distance in bytes by method, or {@link #ABSENT}
     * @param factory makes the structure at an address
     */
    BoundLayout(String name, long size, Map<String, Long> offsets, LongFunction<T> factory) {
        this.name = name;
        this.size = size;
        this.offsets = offsets;
        this.factory = factory;
    }

    @Override
    public T at(long address) {
        return factory.apply(address);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean has(String method) {
        return lookup(method) != ABSENT;
    }

    @Override
    public OptionalLong offset(String method) {
        long offset = lookup(method);
        return offset == ABSENT ? OptionalLong.empty() : OptionalLong.of(offset);
    }

    private long lookup(String method) {
        Long offset = offsets.get(method);
        if (offset == null) {
            throw new IllegalArgumentException("no method " + method + " in the interface bound to " + name);
        }
        return offset;
    }

    @Override
    public String toString() {
        return name + " of " + size + " bytes";
    }

    /** Returns what to throw when an absent member is read. */
    static MissingTypeException missing(String struct, String members) {
        return new MissingTypeException(struct + " has no member " + members);
    }
}
