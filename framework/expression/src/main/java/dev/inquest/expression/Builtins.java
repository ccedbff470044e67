package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Operators that are spelled as words, and the kernel's macros that can be written as such.
 *
 * <pre>
 * builtin := ("sizeof" | "_Alignof") ( "(" type ")" | expression )
 *          | ("offsetof" | "sizeof_field") "(" type "," path ")"
 *          | ("container_of" | "list_entry" | "hlist_entry" | "rb_entry") "(" expression "," type "," path ")"
 *          | ("per_cpu" | "per_cpu_ptr") "(" expression "," expression ")"
 *          | ("this_cpu_ptr" | "raw_cpu_ptr" | "this_cpu_read" | "raw_cpu_read") "(" expression ")"
 *          | "ARRAY_SIZE" "(" expression ")" | "_Generic" "(" expression ("," (type | "default") ":" expression)+ ")"
 * path    := name ("." name | "[" number "]")*
 * </pre>
 */
final class Builtins {
    private static final Set<String> ALIGNMENT = Set.of("_Alignof", "alignof", "__alignof__", "__alignof");
    private static final Set<String> CONTAINERS = Set.of("container_of", "list_entry", "hlist_entry", "rb_entry");
    private static final Set<String> OFFSETS = Set.of("offsetof", "__builtin_offsetof");

    private final Cursor cursor;
    private final TypeNames types;
    private final Parser parser;

    Builtins(Cursor cursor, TypeNames types, Parser parser) {
        this.cursor = cursor;
        this.types = types;
        this.parser = parser;
    }

    /** Parses what follows a name that is such an operator; null when it is none. */
    @Nullable
    Node parse(Token token) throws ExpressionException {
        String name = token.text();
        if (name.equals("sizeof") || ALIGNMENT.contains(name)) {
            return measure(!name.equals("sizeof"), token.position());
        }
        if (!cursor.peek().is("(")) {
            return null;
        }
        cursor.next();
        Node node = call(name, token.position());
        cursor.expect(")");
        return node;
    }

    private Node measure(boolean alignment, int position) throws ExpressionException {
        if (cursor.peek().is("(") && types.begins(1)) {
            cursor.next();
            Type type = types.parse();
            cursor.expect(")");
            return new Node.Measure(type, alignment, position);
        }
        return new Node.MeasureOf(parser.operand(), alignment, position);
    }

    private Node call(String name, int position) throws ExpressionException {
        if (CONTAINERS.contains(name)) {
            Node pointer = parser.argument();
            cursor.expect(",");
            Type type = types.parse();
            cursor.expect(",");
            return new Node.ContainerOf(pointer, type, path(), position);
        }
        if (OFFSETS.contains(name) || name.equals("sizeof_field")) {
            Type type = types.parse();
            cursor.expect(",");
            return new Node.OffsetOf(type, path(), name.equals("sizeof_field"), position);
        }
        return switch (name) {
            case "per_cpu", "per_cpu_ptr" -> {
                Node object = parser.argument();
                cursor.expect(",");
                yield new Node.PerCpu(object, parser.argument(), name.equals("per_cpu_ptr"), position);
            }
            case "this_cpu_ptr", "raw_cpu_ptr", "this_cpu_read", "raw_cpu_read" ->
                new Node.PerCpu(parser.argument(), null, name.endsWith("_ptr"), position);
            case "ARRAY_SIZE" -> arraySize(position);
            case "_Generic" -> generic(position);
            default ->
                throw new ExpressionException(
                        "functions cannot be called in a dump; there are offsetof, sizeof_field, container_of, per_cpu, "
                                + "per_cpu_ptr, this_cpu_ptr, this_cpu_read, ARRAY_SIZE",
                        position);
        };
    }

    private Node arraySize(int position) throws ExpressionException {
        Node array = parser.argument();
        Node first = new Node.Index(array, new Node.Literal(Numbers.INT, BigInteger.ZERO, position), position);
        return new Node.Binary(
                "/", new Node.MeasureOf(array, false, position), new Node.MeasureOf(first, false, position), position);
    }

    private Node generic(int position) throws ExpressionException {
        Node selector = parser.argument();
        List<Node.Choice> choices = new ArrayList<>();
        while (cursor.take(",")) {
            Type type = cursor.takeName("default") ? null : types.parse();
            cursor.expect(":");
            choices.add(new Node.Choice(type, parser.argument()));
        }
        return new Node.Generic(selector, choices, position);
    }

    // a.b[2].c with constant indices, as StructType.find takes it.
    private String path() throws ExpressionException {
        StringBuilder path = new StringBuilder(cursor.expectName("a member's name"));
        while (true) {
            if (cursor.take(".")) {
                path.append('.').append(cursor.expectName("a member's name"));
            } else if (cursor.take("[")) {
                if (cursor.peek().kind() != Token.Kind.NUMBER) {
                    throw cursor.expected("a number");
                }
                path.append('[').append(Literals.integer(cursor.next())).append(']');
                cursor.expect("]");
            } else {
                return path.toString();
            }
        }
    }
}
