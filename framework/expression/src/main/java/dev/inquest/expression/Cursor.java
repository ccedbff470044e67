package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import java.util.List;

/** Walks over tokens. */
final class Cursor {
    private static final int MOST = 2000;
    private static final int DEEPEST = 100;
    private final List<Token> tokens;
    private int at;
    private int depth;

    Cursor(String text) throws ExpressionException {
        tokens = Lexer.tokens(text);
        // Each token can make the tree one level deeper.
        if (tokens.size() > MOST) {
            throw new ExpressionException(
                    "the expression has more than " + MOST + " parts",
                    tokens.get(MOST).position());
        }
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    Token next() {
        Token token = peek();
        at++;
        return token;
    }

    boolean take(String operator) {
        if (peek().is(operator)) {
            at++;
            return true;
        }
        return false;
    }

    boolean takeName(String name) {
        if (peek().named(name)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String operator) throws ExpressionException {
        if (!take(operator)) {
            throw expected("'" + operator + "'");
        }
    }

    String expectName(String what) throws ExpressionException {
        if (peek().kind() != Token.Kind.NAME) {
            throw expected(what);
        }
        return next().text();
    }

    ExpressionException expected(String what) {
        return new ExpressionException("expected " + what + ", found " + peek().words(), peek().position());
    }

    /** Goes one level of nesting down, of expressions and types alike; there are not endlessly many, so that no stack overflows. */
    void deeper() throws ExpressionException {
        if (++depth > DEEPEST) {
            throw new ExpressionException(
                    "the expression is nested more than " + DEEPEST + " levels deep", peek().position());
        }
    }

    void shallower() {
        depth--;
    }
}
