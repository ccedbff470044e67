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
        return switch (type) {
            case PointerType pointer -> {
                Type target = pointer.target();
                String star = "*" + inner;
                yield target instanceof ArrayType || target instanceof FunctionType
                        ? spell(target, "(" + star + ")", depth + 1)
                        : spell(target, star, depth + 1);
            }
            case ArrayType array ->
                spell(array.element(), inner + "[" + (array.count() < 0 ? "" : array.count()) + "]", depth + 1);
            case FunctionType function -> {
                StringJoiner parameters = new StringJoiner(", ", "(", ")");
                for (FunctionType.Parameter parameter : function.parameters()) {
                    parameters.add(spell(parameter.type(), "", depth + 1));
                }
                if (function.variadic()) {
                    parameters.add("...");
                } else if (function.parameters().isEmpty()) {
                    parameters.add("void");
                }
                yield spell(function.result(), inner + parameters, depth + 1);
            }
            case QualifiedType qualified ->
                qualified.target() instanceof PointerType
                        ? spell(
                                qualified.target(),
                                qualified.qualifier() + (inner.isEmpty() ? "" : " " + inner),
                                depth + 1)
                        : qualified.qualifier() + " " + spell(qualified.target(), inner, depth + 1);
            default -> inner.isEmpty() ? type.spelling() : type.spelling() + " " + inner;
        };
    }
}
