package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.expression.Expressions;
import dev.inquest.api.types.Type;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A Pratt parser for C's expressions (ISO C17 6.5): each binary operator has a binding power, the left ones win among equals. Beyond C
 * there are gdb's {@code @}, which stands between shifts and sums, and ranges of an array's elements.
 *
 * <pre>
 * expression  := prefix postfix* (operator expression | "?" expression ":" expression)*
 * prefix      := number | character | string+ | name [":" cpu] | "(" type ")" expression | "(" expression ")"
 *              | ("+" | "-" | "~" | "!" | "*" | "&amp;") expression
 *              | ("sizeof" | "_Alignof") ("(" type ")" | expression) | builtin
 * postfix     := "." name | "->" name | "[" expression [".." expression] "]"
 * operator    := "*" "/" "%" | "+" "-" | "@" | "&lt;&lt;" ">>" | "&lt;" ">" "&lt;=" ">=" | "==" "!=" | "&amp;" | "^" | "|" | "&amp;&amp;" | "||" | ","
 * </pre>
 */
final class Parser {
    private static final int COMMA = 1;
    private static final int CONDITIONAL = 2;
    private static final int PREFIX = 20;

    private final Cursor cursor;
    private final TypeNames types;
    private final Builtins builtins;
    // Between ? and its colon, name:0 is no per-CPU variable.
    private int conditionals;

    Parser(Expressions.Scope scope, Names names, Cursor cursor) {
        this.cursor = cursor;
        this.types = new TypeNames(scope, names, cursor, this);
        this.builtins = new Builtins(cursor, types, this);
    }

    static Node parse(Expressions.Scope scope, Names names, String text) throws ExpressionException {
        Cursor cursor = new Cursor(text);
        Parser parser = new Parser(scope, names, cursor);
        Node node = parser.expression(COMMA);
        if (cursor.peek().kind() != Token.Kind.END) {
            throw parser.unexpected();
        }
        return node;
    }

    TypeNames types() {
        return types;
    }

    private ExpressionException unexpected() {
        Token token = cursor.peek();
        if (token.is("=") || token.text().length() > 1 && token.text().endsWith("=") && power(token) == 0) {
            return new ExpressionException(
                    "a dump cannot be changed: there are no assignments; to compare, write ==", token.position());
        }
        return cursor.expected("an operator or the end");
    }

    private Node expression(int least) throws ExpressionException {
        cursor.deeper();
        Node left = postfix(prefix());
        for (int power = power(cursor.peek()); power >= least; power = power(cursor.peek())) {
            Token operator = cursor.next();
            if (operator.is("?")) {
                left = conditional(left, operator.position());
            } else {
                left = new Node.Binary(operator.text(), left, expression(power + 1), operator.position());
            }
        }
        cursor.shallower();
        return left;
    }

    // GNU C's "a ?: b" is "a ? a : b".
    private Node conditional(Node condition, int position) throws ExpressionException {
        Node yes = condition;
        if (!cursor.peek().is(":")) {
            conditionals++;
            yes = expression(COMMA);
            conditionals--;
        }
        cursor.expect(":");
        return new Node.Conditional(condition, yes, expression(CONDITIONAL), position);
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
            case "@" -> 11;
            case "+", "-" -> 12;
            case "*", "/", "%" -> 13;
            default -> 0;
        };
    }

    private Node prefix() throws ExpressionException {
        Token token = cursor.next();
        int position = token.position();
        switch (token.kind()) {
            case NUMBER -> {
                Literals.Literal literal = Literals.number(token);
                return new Node.Literal(literal.type(), literal.number(), position);
            }
            case CHARACTER -> {
                Literals.Literal literal =
                        Literals.character(token, types.character().signed());
                return new Node.Literal(literal.type(), literal.number(), position);
            }
            case STRING -> {
                return string(token);
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
                        return new Node.Unary(token.text(), operand(), position);
                    }
                    case "&&" -> throw new ExpressionException("'&&' needs a left side", position);
                    case "++", "--" -> throw unchanged(token);
                    default -> {}
                }
            }
            case END -> {}
        }
        throw new ExpressionException(
                "expected a value (a number, name, cast or parenthesis), found " + token.words(), position);
    }

    private static ExpressionException unchanged(Token token) {
        return new ExpressionException(
                "a dump cannot be changed: there is no " + token.text() + "; write for instance + 1", token.position());
    }

    // Strings that follow one another are one (6.4.5).
    private Node string(Token first) throws ExpressionException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(Literals.unescaped(first));
        while (cursor.peek().kind() == Token.Kind.STRING) {
            bytes.writeBytes(Literals.unescaped(cursor.next()));
        }
        bytes.write(0);
        return new Node.Text(bytes.toString(StandardCharsets.ISO_8859_1), first.position());
    }

    private Node parenthesis(int position) throws ExpressionException {
        if (types.begins(0)) {
            Type type = types.parse();
            cursor.expect(")");
            if (cursor.peek().is("{")) {
                throw new ExpressionException("there are no compound literals: a dump has no place for them", position);
            }
            return new Node.Cast(type, operand(), position);
        }
        if (cursor.peek().is("{")) {
            throw new ExpressionException("there are no statements in expressions over a dump", position);
        }
        Node inner = enclosed();
        cursor.expect(")");
        return inner;
    }

    /** Parses what a unary operator or a cast applies to. */
    Node operand() throws ExpressionException {
        return expression(PREFIX);
    }

    /** Parses an expression in brackets, which hide the question marks outside of them. */
    Node enclosed() throws ExpressionException {
        return hidden(COMMA);
    }

    /** Parses an argument, which ends before a comma. */
    Node argument() throws ExpressionException {
        return hidden(CONDITIONAL);
    }

    private Node hidden(int least) throws ExpressionException {
        int outside = conditionals;
        conditionals = 0;
        Node node = expression(least);
        conditionals = outside;
        return node;
    }

    private Node name(Token token) throws ExpressionException {
        Node builtin = builtins.parse(token);
        if (builtin != null) {
            return builtin;
        }
        Integer cpu = null;
        Token number = cursor.peek(1);
        if (cursor.peek().is(":")
                && conditionals == 0
                && number.kind() == Token.Kind.NUMBER
                && number.text().length() < 7) {
            cursor.next();
            cursor.next();
            cpu = (int) Literals.integer(number);
        }
        return new Node.Name(token.text(), cpu, token.position());
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
                Node index = enclosed();
                node = cursor.take("..") || cursor.take("...")
                        ? new Node.Slice(node, index, enclosed(), token.position())
                        : new Node.Index(node, index, token.position());
                cursor.expect("]");
            } else if (token.is("++") || token.is("--")) {
                throw unchanged(token);
            } else if (token.is("(")) {
                throw new ExpressionException("functions cannot be called in a dump", token.position());
            } else {
                return node;
            }
        }
    }
}
