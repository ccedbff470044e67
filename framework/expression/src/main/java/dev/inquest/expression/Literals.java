package dev.inquest.expression;

import dev.inquest.api.expression.ExpressionException;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.IntType;
import dev.inquest.api.types.Type;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Numbers, characters and strings as C writes them (ISO C17 6.4.4 and 6.4.5), with GCC's {@code 0b} and {@code \e}. */
final class Literals {
    private Literals() {}

    /**
     * A literal's value.
     *
     * @param type its type
     * @param number its value
     */
    record Literal(Type type, Number number) {}

    /** Reads a number where only integers make sense, such as the count of an array. */
    static long integer(Token token) throws ExpressionException {
        if (number(token).number() instanceof BigInteger whole && whole.bitLength() < 64) {
            return whole.longValue();
        }
        throw new ExpressionException("'" + token.text() + "' is no integer that can stand here", token.position());
    }

    static Literal number(Token token) throws ExpressionException {
        String text = token.text().toLowerCase(Locale.ROOT);
        boolean hexadecimal = text.startsWith("0x");
        if (text.indexOf('.') >= 0 || text.indexOf(hexadecimal ? 'p' : 'e') >= 0 && !text.startsWith("0b")) {
            return real(token, text, hexadecimal);
        }
        int radix = 10;
        int start = 0;
        if (hexadecimal) {
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
        if (longs > 2 || suffix.length() - longs > 1 || suffix.equals("lul")) {
            throw new ExpressionException("'" + suffix + "' is no suffix of a number", token.position());
        }
        return new Literal(type(bits, radix != 10, suffix.length() > longs, longs), Numbers.unsigned(bits));
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

    private static Literal real(Token token, String text, boolean hexadecimal) throws ExpressionException {
        char last = text.charAt(text.length() - 1);
        // In hexadecimal f is a digit until the exponent, which must be there.
        boolean suffix = (last == 'f' || last == 'l') && (!hexadecimal || text.indexOf('p') >= 0);
        String digits = suffix ? text.substring(0, text.length() - 1) : text;
        FloatType type = !suffix ? Numbers.DOUBLE : last == 'f' ? Numbers.FLOAT : Numbers.LONG_DOUBLE;
        try {
            // Java's own suffixes are none of C's.
            if (digits.endsWith("d") && !hexadecimal || hexadecimal && digits.indexOf('p') < 0) {
                throw new NumberFormatException();
            }
            return new Literal(type, Numbers.fit(Double.parseDouble(digits), type));
        } catch (NumberFormatException e) {
            throw new ExpressionException("'" + token.text() + "' is no number", token.position());
        }
    }

    /** Reads a character; its value is that of a {@code char}, which is signed or not, in an {@code int}. */
    static Literal character(Token token, boolean signed) throws ExpressionException {
        byte[] bytes = unescaped(token);
        if (bytes.length != 1) {
            throw new ExpressionException(
                    token.text() + " is no character; write one such as 'a', '\\n', '\\0' or '\\x1b'",
                    token.position());
        }
        return new Literal(Numbers.INT, BigInteger.valueOf(signed ? bytes[0] : bytes[0] & 0xff));
    }

    /** Returns the bytes between the quotes of a character or string. */
    static byte[] unescaped(Token token) throws ExpressionException {
        String text = token.text().substring(1, token.text().length() - 1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            if (text.charAt(at) != '\\') {
                int end = text.offsetByCodePoints(at, 1);
                bytes.writeBytes(text.substring(at, end).getBytes(StandardCharsets.UTF_8));
                at = end;
                continue;
            }
            at++;
            char c = at < text.length() ? text.charAt(at) : ' ';
            int simple = "abefnrtv\\'\"?".indexOf(c);
            int end = at + 1;
            int value = -1;
            if (simple >= 0) {
                value = "\u0007\b\u001b\f\n\r\t\u000b\\'\"?".charAt(simple);
            } else if (c == 'x') {
                end = digits(text, at + 1, 16, 64);
                value = end > at + 1 && end < at + 10 ? Integer.parseUnsignedInt(text.substring(at + 1, end), 16) : -1;
            } else if (Character.digit(c, 8) >= 0) {
                end = digits(text, at, 8, 3);
                value = Integer.parseInt(text.substring(at, end), 8);
            }
            if (value < 0 || value > 0xff) {
                throw new ExpressionException(
                        "'\\" + c + "' is no character's escape; there are \\n, \\t, \\0, \\x1b and the like",
                        token.position() + at);
            }
            bytes.write(value);
            at = end;
        }
        return bytes.toByteArray();
    }

    private static int digits(String text, int from, int radix, int most) {
        int end = from;
        while (end < text.length() && end - from < most && Character.digit(text.charAt(end), radix) >= 0) {
            end++;
        }
        return end;
    }
}
