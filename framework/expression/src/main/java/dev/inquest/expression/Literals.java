package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import java.util.Locale;

/** Numbers and characters as C writes them (ISO C17 6.4.4), with GCC's {@code 0b} and {@code \e}. */
final class Literals {
    private Literals() {}

    /**
     * A literal's value.
     *
     * @param type its type
     * @param bits its value
     */
    record Literal(Type type, long bits) {}

    static Literal number(Token token) throws ExpressionException {
        String text = token.text().toLowerCase(Locale.ROOT);
        int radix = 10;
        int start = 0;
        if (text.startsWith("0x")) {
            radix = 16;
            start = 2;
        } else if (text.startsWith("0b")) {
            radix = 2;
            start = 2;
        } else if (text.startsWith("0") && text.length() > 1) {
            radix = 8;
            start = 1;
        }
        int end = text.length();
        while (end > start && (text.charAt(end - 1) == 'u' || text.charAt(end - 1) == 'l')) {
            end--;
        }
        String suffix = text.substring(end);
        String digits = text.substring(start, end);
        if (digits.isEmpty() && radix == 8) {
            digits = "0";
        }
        long bits;
        try {
            bits = Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            throw new ExpressionException(
                    "'" + token.text() + "' is no number of up to 64 bits; hexadecimal ones begin with 0x",
                    token.position());
        }
        int longs = suffix.replace("u", "").length();
        if (longs > 2 || suffix.length() - longs > 1) {
            throw new ExpressionException("'" + suffix + "' is no suffix of a number", token.position());
        }
        return new Literal(type(bits, radix != 10, suffix.length() > longs, longs), bits);
    }

    // The first of int, long and their unsigned forms that holds the value; decimal numbers stay signed if they can
    // (6.4.4.1).
    private static Type type(long bits, boolean unsignedToo, boolean unsigned, int longs) {
        if (longs == 0 && bits >= 0) {
            if (!unsigned && bits <= Integer.MAX_VALUE) {
                return Numbers.INT;
            }
            if ((unsigned || unsignedToo) && bits <= 0xffffffffL) {
                return Numbers.UNSIGNED_INT;
            }
        }
        boolean wide = unsigned || bits < 0;
        return longs == 2
                ? new IntType(wide ? "unsigned long long" : "long long", 8, !wide, false)
                : wide ? Numbers.UNSIGNED_LONG : Numbers.LONG;
    }

    static Literal character(Token token) throws ExpressionException {
        String text = token.text().substring(1, token.text().length() - 1);
        int c = -1;
        if (text.length() == 1 && text.charAt(0) != '\\') {
            c = text.charAt(0);
        } else if (text.length() == 2 && text.charAt(0) == '\\') {
            int index = "abefnrtv\\'\"?".indexOf(text.charAt(1));
            c = index < 0 ? octal(text) : "\u0007\b\u001b\f\n\r\t\u000b\\'\"?".charAt(index);
        } else if (text.length() > 2 && text.length() < 5 && text.startsWith("\\")) {
            c = text.charAt(1) == 'x' ? digits(text.substring(2), 16) : octal(text);
        }
        if (c < 0 || c > 0xff) {
            throw new ExpressionException(
                    token.text() + " is no character; write one such as 'a', '\\n', '\\0' or '\\x1b'",
                    token.position());
        }
        return new Literal(Numbers.INT, (byte) c);
    }

    private static int octal(String text) {
        return digits(text.substring(1), 8);
    }

    private static int digits(String text, int radix) {
        try {
            return Integer.parseUnsignedInt(text, radix);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
