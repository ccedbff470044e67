package dev.inquest.api.types;

import java.util.function.Supplier;

/** A name for another type. */
public final class TypedefType implements Type {
    private final String name;
    private final Supplier<Type> target;

    /**
     * Makes a typedef.
     *
     * @param name the new name
     * @param target gives the type that it stands for; called each time, so it should remember
     */
    public TypedefType(String name, Supplier<Type> target) {
        this.name = name;
        this.target = target;
    }

    /** Returns the type that the name stands for. */
    public Type target() {
        return target.get();
    }

    /** Returns the name. */
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return target().size();
    }

    @Override
    public String spelling() {
        return name;
    }
}
