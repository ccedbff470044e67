package dev.inquest.api.types;

import java.util.function.Supplier;

/** A pointer type; its target is looked up when asked for. */
public final class PointerType implements Type {
    private final long size;
    private final Supplier<Type> target;

    /**
     * Makes a pointer type.
     *
     * @param size bytes of the pointer itself
     * @param target gives the type that is pointed at; called each time, so it should remember
     */
    public PointerType(long size, Supplier<Type> target) {
        this.size = size;
        this.target = target;
    }

    /** Returns the type that is pointed at. */
    public Type target() {
        return target.get();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public String spelling() {
        return Spelling.of(this, "");
    }
}
