package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.PointerType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses what stands around the name in a declaration, with or without the name (ISO C17 6.7.6 and 6.7.7).
 *
 * <pre>
 * declarator := ("*" qualifier*)* [ "(" declarator ")" | name ] ( "[" [number] "]" | "(" parameters ")" )*
 * parameters := nothing | "void" | parameter ("," parameter)* ["," "..."]      parameter := type [name]
 * </pre>
 */
final class Declarator {
    private static final int MOST_STARS = 32;

    private final Cursor cursor;
    private final TypeNames types;
    private final int pointerSize;

    /** What a part of a declarator makes of the type that stands before it. */
    private interface Shape {
        Type of(Type type);
    }

    Declarator(Cursor cursor, TypeNames types, int pointerSize) {
        this.cursor = cursor;
        this.types = types;
        this.pointerSize = pointerSize;
    }

    Type parse(Type base) throws ExpressionException {
        return shape(false).of(base);
    }

    private Shape shape(boolean nested) throws ExpressionException {
        cursor.deeper();
        List<Shape> shapes = new ArrayList<>();
        while (cursor.take("*")) {
            if (shapes.size() >= MOST_STARS) {
                throw cursor.expected("at most " + MOST_STARS + " stars");
            }
            List<String> qualifiers = new ArrayList<>();
            types.qualifiers(qualifiers);
            List<String> found = List.copyOf(qualifiers);
            shapes.add(type -> TypeNames.qualified(new PointerType(pointerSize, () -> type), new ArrayList<>(found)));
        }
        Shape inner = type -> type;
        if (cursor.peek().is("(") && groups(cursor.peek(1))) {
            cursor.next();
            inner = shape(true);
            cursor.expect(")");
        } else if (nested && cursor.peek().kind() == Token.Kind.NAME) {
            // The name of a function's parameter: int (*compare)(int).
            cursor.next();
        }
        List<Shape> suffixes = suffixes();
        cursor.shallower();
        // Stars belong to the type before, the last suffix to the inner-most element, and the group around all of it.
        Shape group = inner;
        return type -> {
            Type made = type;
            for (Shape shape : shapes) {
                made = shape.of(made);
            }
            for (Shape shape : suffixes.reversed()) {
                made = shape.of(made);
            }
            return group.of(made);
        };
    }

    // "(" begins a group before a star, another group or an array, and parameters before all else.
    private boolean groups(Token next) {
        return next.is("*") || next.is("(") || next.is("[");
    }

    private List<Shape> suffixes() throws ExpressionException {
        List<Shape> suffixes = new ArrayList<>();
        while (true) {
            if (suffixes.size() >= MOST_STARS) {
                throw cursor.expected("at most " + MOST_STARS + " dimensions");
            }
            if (cursor.take("[")) {
                long count = count();
                suffixes.add(element -> new ArrayType(() -> element, count));
            } else if (cursor.take("(")) {
                suffixes.add(function());
            } else {
                return suffixes;
            }
        }
    }

    private long count() throws ExpressionException {
        if (cursor.take("]")) {
            return -1;
        }
        Token number = cursor.peek();
        if (number.kind() != Token.Kind.NUMBER) {
            throw cursor.expected("a number of elements");
        }
        long count = Literals.integer(cursor.next());
        if (count < 0 || count > 1L << 32) {
            throw new ExpressionException("an array has at most 2^32 elements", number.position());
        }
        cursor.expect("]");
        return count;
    }

    private Shape function() throws ExpressionException {
        List<FunctionType.Parameter> parameters = new ArrayList<>();
        boolean variadic = false;
        if (cursor.peek().named("void") && cursor.peek(1).is(")")) {
            cursor.next();
        } else if (!cursor.peek().is(")")) {
            do {
                variadic = cursor.take("...");
                if (!variadic) {
                    Type type = types.parse();
                    String name = cursor.peek().kind() == Token.Kind.NAME
                            ? cursor.next().text()
                            : null;
                    parameters.add(new FunctionType.Parameter(name, type));
                }
            } while (!variadic && cursor.take(","));
        }
        cursor.expect(")");
        boolean more = variadic;
        return result -> new FunctionType(() -> result, () -> parameters, more);
    }
}
