package dev.inquest.api.types;

/**
 * An integer type.
 *
 * @param spelling as C spells it
 * @param size bytes, 1 to 16
 * @param signed whether values are sign-extended
 * @param bool whether this is {@code _Bool}
 */
public record IntType(String spelling, long size, boolean signed, boolean bool) implements Type {

    /** Returns whether this is one of C's character types, from its name and size. */
    public boolean character() {
        return size == 1 && !bool && (spelling.equals("char") || spelling.endsWith(" char"));
    }
}
