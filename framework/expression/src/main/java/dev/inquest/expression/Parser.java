package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.types.Type;

/** A Pratt parser for C's expressions (ISO C17 6.5): each binary operator has a binding power, the left ones win among equals. */
final class Parser {
    private static final int DEEPEST = 100;
    private static final int COMMA = 1;
    private static final int CONDITIONAL = 2;
    private static final int PREFIX = 20;

    private final Cursor cursor;
    private final TypeNames types;
    private int depth;
    // Between ? and its colon, name:0 is no per-CPU variable.
    private int conditionals;

    private Parser(Kernel kernel, String text) throws ExpressionException {
        cursor = new Cursor(text);
        types = new TypeNames(kernel, cursor);
    }

    static Node parse(Kernel kernel, String text) throws ExpressionException {
        Parser parser = new Parser(kernel, text);
        Node node = parser.expression(COMMA);
        if (parser.cursor.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return node;
    }

    private ExpressionException unexpected() {
        Token token = cursor.peek();
        if (token.is("=") || token.text().length() > 1 && token.text().endsWith("=") && power(token) == 0) {
            return new ExpressionException("a dump cannot be changed: there are no assignments", token.position());
        }
        return cursor.expected("an operator or the end");
    }

    private Node expression(int least) throws ExpressionException {
        if (++depth > DEEPEST) {
            throw new ExpressionException(
                    "the expression is nested more than " + DEEPEST + " levels deep",
                    cursor.peek().position());
        }
        Node left = postfix(prefix());
        for (int power = power(cursor.peek()); power >= least; power = power(cursor.peek())) {
            Token operator = cursor.next();
            if (operator.is("?")) {
                conditionals++;
                Node yes = expression(COMMA);
                cursor.expect(":");
                conditionals--;
                left = new Node.Conditional(left, yes, expression(CONDITIONAL), operator.position());
            } else {
                left = new Node.Binary(operator.text(), left, expression(power + 1), operator.position());
            }
        }
        depth--;
        return left;
    }

    private static int power(Token token) {
        if (token.kind() != Token.Kind.OPERATOR) {
            return 0;
        }
        return switch (token.text()) {
            case "," -> COMMA;
            case "?" -> CONDITIONAL;
            case "||" -> 3;
            case "&&" -> 4;
            case "|" -> 5;
            case "^" -> 6;
            case "&" -> 7;
            case "==", "!=" -> 8;
            case "<", ">", "<=", ">=" -> 9;
            case "<<", ">>" -> 10;
            case "+", "-" -> 11;
            case "*", "/", "%" -> 12;
            default -> 0;
        };
    }

    private Node prefix() throws ExpressionException {
        Token token = cursor.next();
        int position = token.position();
        switch (token.kind()) {
            case NUMBER -> {
                Literals.Literal literal = Literals.number(token);
                return new Node.Literal(literal.type(), literal.bits(), position);
            }
            case CHARACTER -> {
                Literals.Literal literal = Literals.character(token);
                return new Node.Literal(literal.type(), literal.bits(), position);
            }
            case NAME -> {
                return name(token);
            }
            case OPERATOR -> {
                switch (token.text()) {
                    case "(" -> {
                        return parenthesis(position);
                    }
                    case "+", "-", "~", "!", "*", "&" -> {
                        return new Node.Unary(token.text(), expression(PREFIX), position);
                    }
                    case "&&" -> throw new ExpressionException("'&&' needs a left side", position);
                    case "++", "--" ->
                        throw new ExpressionException(
                                "a dump cannot be changed: there is no " + token.text(), position);
                    default -> {}
                }
            }
            case END -> {}
        }
        throw new ExpressionException(
                "expected a value (a number, name, cast or parenthesis), found " + token.words(), position);
    }

    private Node parenthesis(int position) throws ExpressionException {
        if (types.begins(0)) {
            Type type = types.parse();
            cursor.expect(")");
            return new Node.Cast(type, expression(PREFIX), position);
        }
        Node inner = enclosed();
        cursor.expect(")");
        return inner;
    }

    // A bracket hides the question marks outside of it.
    private Node enclosed() throws ExpressionException {
        int outside = conditionals;
        conditionals = 0;
        Node node = expression(COMMA);
        conditionals = outside;
        return node;
    }

    private Node argument() throws ExpressionException {
        int outside = conditionals;
        conditionals = 0;
        Node node = expression(CONDITIONAL);
        conditionals = outside;
        return node;
    }

    private Node name(Token token) throws ExpressionException {
        String name = token.text();
        int position = token.position();
        if (name.equals("sizeof")) {
            return sizeof(position);
        }
        if (cursor.peek().is("(")) {
            return builtin(name, position);
        }
        Integer cpu = null;
        Token colon = cursor.peek();
        Token number = cursor.peek(1);
        if (colon.is(":")
                && conditionals == 0
                && number.kind() == Token.Kind.NUMBER
                && number.text().length() < 7) {
            cursor.next();
            cursor.next();
            cpu = (int) Literals.number(number).bits();
        }
        return new Node.Name(name, cpu, position);
    }

    private Node sizeof(int position) throws ExpressionException {
        if (cursor.peek().is("(") && types.begins(1)) {
            cursor.next();
            Type type = types.parse();
            cursor.expect(")");
            return new Node.SizeofType(type, position);
        }
        return new Node.Sizeof(expression(PREFIX), position);
    }

    private Node builtin(String name, int position) throws ExpressionException {
        switch (name) {
            case "offsetof", "container_of", "per_cpu", "per_cpu_ptr" -> cursor.next();
            default ->
                throw new ExpressionException(
                        "functions cannot be called in a dump; there are offsetof, container_of, per_cpu and per_cpu_ptr",
                        position);
        }
        Node node;
        if (name.equals("offsetof")) {
            Type type = types.parse();
            cursor.expect(",");
            node = new Node.OffsetOf(type, path(), position);
        } else {
            Node first = argument();
            cursor.expect(",");
            if (name.equals("container_of")) {
                Type type = types.parse();
                cursor.expect(",");
                node = new Node.ContainerOf(first, type, path(), position);
            } else {
                node = new Node.PerCpu(first, argument(), name.equals("per_cpu_ptr"), position);
            }
        }
        cursor.expect(")");
        return node;
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
                path.append('[').append(Literals.number(cursor.next()).bits()).append(']');
                cursor.expect("]");
            } else {
                return path.toString();
            }
        }
    }

    private Node postfix(Node first) throws ExpressionException {
        Node node = first;
        // What follows a unary operator or a cast was taken by its operand.
        while (true) {
            Token token = cursor.peek();
            if (token.is(".") || token.is("->")) {
                cursor.next();
                node = new Node.Member(node, cursor.expectName("a member's name"), token.is("->"), token.position());
            } else if (token.is("[")) {
                cursor.next();
                node = new Node.Index(node, enclosed(), token.position());
                cursor.expect("]");
            } else if (token.is("++") || token.is("--")) {
                throw new ExpressionException(
                        "a dump cannot be changed: there is no " + token.text(), token.position());
            } else if (token.is("(")) {
                throw new ExpressionException("functions cannot be called in a dump", token.position());
            } else {
                return node;
            }
        }
    }
}
