package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import java.util.ArrayList;
import java.util.List;

/**
 * Splits an expression into tokens (ISO C17 6.4), the longest operator first.
 *
 * <pre>
 * number    := digit or "." digit, then letters, digits, "_", ".", and a sign behind e (decimal) or p (hexadecimal)
 * character := "'" … "'"      string := '"' … '"'      name := letter, "_" or "$", then letters, digits, "_"
 * operator  := C's, and ".." "..." of ranges, "@" of repeated elements
 * </pre>
 */
final class Lexer {
    private static final int LONGEST = 1 << 16;
    // Assignments are tokens so that they can be refused by name.
    private static final List<String> OPERATORS = List.of(
            "<<=", ">>=", "...", "..", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "+=", "-=",
            "*=", "/=", "%=", "&=", "|=", "^=", "+", "-", "*", "/", "%", "&", "|", "^", "~", "!", "<", ">", "=", "?",
            ":", ",", ".", "(", ")", "[", "]", "@", "{", "}");

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
            } else if (digit(c) || c == '.' && digit(next(text, at))) {
                at = number(text, at);
                tokens.add(new Token(Token.Kind.NUMBER, text.substring(start, at), start));
            } else if (name(c) || c == '$') {
                at++;
                while (at < text.length() && name(text.charAt(at))) {
                    at++;
                }
                tokens.add(new Token(Token.Kind.NAME, text.substring(start, at), start));
            } else if (c == '\'' || c == '"') {
                at = quoted(text, start, c);
                Token.Kind kind = c == '"' ? Token.Kind.STRING : Token.Kind.CHARACTER;
                tokens.add(new Token(kind, text.substring(start, at), start));
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

    /** Returns the end of a number; unlike in C, {@code 0xe+1} is a sum, and {@code 2..5} a range. */
    private static int number(String text, int start) {
        boolean hexadecimal = text.startsWith("0x", start) || text.startsWith("0X", start);
        int at = start;
        while (at < text.length()) {
            char c = text.charAt(at);
            char before = at > start ? Character.toLowerCase(text.charAt(at - 1)) : ' ';
            boolean sign = (c == '+' || c == '-') && before == (hexadecimal ? 'p' : 'e');
            boolean point = c == '.' && next(text, at) != '.';
            if (!name(c) && !point && !sign) {
                break;
            }
            at++;
        }
        return at;
    }

    private static int quoted(String text, int start, char quote) throws ExpressionException {
        int at = start + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' ? 2 : 1;
        }
        if (at >= text.length()) {
            throw new ExpressionException(
                    "expected " + quote + " at the end of the " + (quote == '"' ? "string" : "character"), start);
        }
        return at + 1;
    }

    private static char next(String text, int at) {
        return at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean name(char c) {
        return c == '_' || digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
