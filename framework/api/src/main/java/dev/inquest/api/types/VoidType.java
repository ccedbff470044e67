package dev.inquest.api.types;

/** C's {@code void}. */
public enum VoidType implements Type {
    /** The only instance. */
    VOID;

    @Override
    public long size() {
        return -1;
    }

    @Override
    public String spelling() {
        return "void";
    }
}
