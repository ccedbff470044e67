package dev.inquest.api.types;

import java.util.StringJoiner;

/** Spells declarations in C's inside-out syntax: {@code int (*name)(void)}, {@code char name[16]}. */
public final class Spelling {
    private Spelling() {}

    /**
     * Spells the declaration of {@code name} with a type.
     *
     * @param type the type
     * @param name the declared name; empty for the type alone, as in a cast
     */
    public static String of(Type type, String name) {
        return spell(type, name, 0);
    }

    private static String spell(Type type, String inner, int depth) {
        if (depth > 64) {
            return "..." + inner;
        }
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        if (type instanceof PointerType pointer) {
            Type target = pointer.target();
            String star = "*" + inner;
            boolean inside = target instanceof ArrayType || target instanceof FunctionType;
            return spell(target, inside ? "(" + star + ")" : star, depth + 1);
        }
        if (type instanceof ArrayType array) {
            return spell(array.element(), inner + "[" + (array.count() < 0 ? "" : array.count()) + "]", depth + 1);
        }
        if (type instanceof FunctionType function) {
            return spell(function.result(), inner + parameters(function, depth), depth + 1);
        }
        if (type instanceof QualifiedType qualified) {
            String qualifier = qualified.qualifier();
            return qualified.target() instanceof PointerType
                    ? spell(qualified.target(), qualifier + (inner.isEmpty() ? "" : " " + inner), depth + 1)
                    : qualifier + " " + spell(qualified.target(), inner, depth + 1);
        }
        return inner.isEmpty() ? type.spelling() : type.spelling() + " " + inner;
    }

    private static String parameters(FunctionType function, int depth) {
        StringJoiner parameters = new StringJoiner(", ", "(", ")");
        for (FunctionType.Parameter parameter : function.parameters()) {
            parameters.add(spell(parameter.type(), "", depth + 1));
        }
        if (function.variadic()) {
            parameters.add("...");
        } else if (function.parameters().isEmpty()) {
            parameters.add("void");
        }
        return parameters.toString();
    }
}
