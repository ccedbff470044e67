package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;

/** Splits an expression into tokens, the longest operator first. */
final class Lexer {
    private static final int LONGEST = 1 << 16;
    // Assignments are tokens so that they can be refused by name.
    private static final List<String> OPERATORS = List.of(
            "<<=", ">>=", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=", "*=", "/=",
            "%=", "&=", "|=", "^=", "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "<", ">", "=", "?", ":", ",", ".",
            "(", ")", "[", "]");

    private Lexer() {}

    static List<Token> tokens(String text) throws ExpressionException {
        if (text.length() > LONGEST) {
            throw new ExpressionException("the expression has more than " + LONGEST + " characters", LONGEST);
        }
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int start = at;
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c >= '0' && c <= '9') {
                while (at < text.length() && name(text.charAt(at))) {
                    at++;
                }
                if (at < text.length() && text.charAt(at) == '.') {
                    throw new ExpressionException("numbers with a fraction are not supported", at);
                }
                tokens.add(new Token(Token.Kind.NUMBER, text.substring(start, at), start));
            } else if (name(c) || c == '$') {
                at++;
                while (at < text.length() && name(text.charAt(at))) {
                    at++;
                }
                tokens.add(new Token(Token.Kind.NAME, text.substring(start, at), start));
            } else if (c == '\'') {
                at = character(text, start);
                tokens.add(new Token(Token.Kind.CHARACTER, text.substring(start, at), start));
            } else if (c == '"') {
                throw new ExpressionException("strings are not supported", at);
            } else {
                String operator = operator(text, at);
                tokens.add(new Token(Token.Kind.OPERATOR, operator, start));
                at += operator.length();
            }
        }
        tokens.add(new Token(Token.Kind.END, "", text.length()));
        return tokens;
    }

    private static String operator(String text, int at) throws ExpressionException {
        for (String operator : OPERATORS) {
            if (text.startsWith(operator, at)) {
                return operator;
            }
        }
        throw new ExpressionException("'" + text.charAt(at) + "' is no part of an expression", at);
    }

    private static int character(String text, int start) throws ExpressionException {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != '\'') {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw new ExpressionException("expected ' at the end of the character", start);
        }
        return at + 1;
    }

    private static boolean name(char c) {
        return c == '_' || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
