package dev.inquest.api.types;

import java.util.function.Supplier;

/** A type with one qualifier. */
public final class QualifiedType implements Type {
    private final String qualifier;
    private final Supplier<Type> target;

    /**
     * Makes a qualified type.
     *
     * @param qualifier {@code const}, {@code volatile}, {@code restrict} or {@code _Atomic}
     * @param target gives the type that is qualified; called each time, so it should remember
     */
    public QualifiedType(String qualifier, Supplier<Type> target) {
        this.qualifier = qualifier;
        this.target = target;
    }

    /** Returns the qualifier. */
    public String qualifier() {
        return qualifier;
    }

    /** Returns the type that is qualified. */
    public Type target() {
        return target.get();
    }

    @Override
    public long size() {
        return target().size();
    }

    @Override
    public String spelling() {
        return Spelling.of(this, "");
    }
}
