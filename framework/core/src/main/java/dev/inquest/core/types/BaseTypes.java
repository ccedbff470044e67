package dev.inquest.core.types;

import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * C's base types by any order of their words. Debug information spells them as the compiler does: gcc writes {@code long unsigned
 * int}, clang {@code unsigned long}. All machines of Linux with 64 bits have {@code long} of 8 bytes (LP64).
 */
final class BaseTypes {
    private BaseTypes() {}

    /**
     * A base type.
     *
     * @param names its spellings in debug information
     * @param type what it is when debug information does not list it, because nothing in the kernel uses it
     */
    record Base(List<String> names, Type type) {}

    /** Returns whether a word can be part of a base type's name. */
    static boolean word(String word) {
        return switch (word) {
            case "char", "short", "int", "long", "signed", "unsigned", "float", "double", "_Bool", "bool", "__int128" ->
                true;
            default -> false;
        };
    }

    /** Returns the base type that words stand for, or null when they do not go together. */
    static @Nullable Base of(List<String> words) {
        int longs = 0;
        boolean isUnsigned = false;
        boolean isSigned = false;
        String core = "";
        boolean isShort = false;
        for (String word : words) {
            switch (word) {
                case "unsigned" -> isUnsigned = true;
                case "signed" -> isSigned = true;
                case "long" -> longs++;
                case "short" -> isShort = true;
                default -> {
                    if (!core.isEmpty()) {
                        return null;
                    }
                    core = word;
                }
            }
        }
        if (isSigned && isUnsigned || longs > 2 || isShort && longs > 0) {
            return null;
        }
        boolean sized = isShort || longs > 0;
        boolean signed = isSigned || isUnsigned;
        return switch (core) {
            case "char" -> sized ? null : character(isSigned, isUnsigned);
            case "_Bool", "bool" ->
                sized || signed ? null : new Base(List.of("_Bool", "bool"), new IntType("_Bool", 1, false, true));
            case "float" -> sized || signed ? null : new Base(List.of("float"), new FloatType("float", 4));
            case "double" ->
                isShort || signed || longs > 1
                        ? null
                        : longs == 1
                                ? new Base(List.of("long double"), new FloatType("long double", 16))
                                : new Base(List.of("double"), new FloatType("double", 8));
            case "__int128" -> sized ? null : wide(isUnsigned);
            default -> integer(isShort, longs, isUnsigned);
        };
    }

    private static Base character(boolean isSigned, boolean isUnsigned) {
        String name = isUnsigned ? "unsigned char" : isSigned ? "signed char" : "char";
        return new Base(List.of(name), new IntType(name, 1, !isUnsigned, false));
    }

    private static Base wide(boolean isUnsigned) {
        String name = isUnsigned ? "__int128 unsigned" : "__int128";
        List<String> names = isUnsigned ? List.of(name, "unsigned __int128") : List.of(name);
        return new Base(names, new IntType(name, 16, !isUnsigned, false));
    }

    private static Base integer(boolean isShort, int longs, boolean isUnsigned) {
        String plain = isShort ? "short" : longs == 0 ? "" : longs == 1 ? "long" : "long long";
        int size = isShort ? 2 : longs == 0 ? 4 : 8;
        String gcc = (plain.isEmpty() ? "" : plain + " ") + (isUnsigned ? "unsigned int" : "int");
        String clang = (isUnsigned ? "unsigned " : "") + (plain.isEmpty() ? "int" : plain);
        List<String> names = gcc.equals(clang) ? List.of(gcc) : List.of(gcc, clang);
        return new Base(names, new IntType(gcc, size, !isUnsigned, false));
    }
}
