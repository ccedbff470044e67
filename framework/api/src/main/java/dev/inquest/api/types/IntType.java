package dev.inquest.api.types;

/**
 * An integer type.
 *
 * @param spelling as C programmers spell it, {@code unsigned long}; what GCC records, {@code long unsigned int}, is put into that form
 * @param size bytes, 1 to 16
 * @param signed whether values are sign-extended
 * @param bool whether this is {@code _Bool}
 */
public record IntType(String spelling, long size, boolean signed, boolean bool) implements Type {

    /** Makes an integer type. */
    public IntType {
        spelling = switch (spelling) {
            case "short int" -> "short";
            case "short unsigned int" -> "unsigned short";
            case "long int" -> "long";
            case "long unsigned int" -> "unsigned long";
            case "long long int" -> "long long";
            case "long long unsigned int" -> "unsigned long long";
            case "__int128 unsigned" -> "unsigned __int128";
            default -> spelling;
        };
    }

    /** Returns whether this is one of C's character types, from its name and size. */
    public boolean character() {
        return size == 1 && !bool && (spelling.equals("char") || spelling.endsWith(" char"));
    }
}
