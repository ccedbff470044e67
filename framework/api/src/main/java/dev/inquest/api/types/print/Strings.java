package dev.inquest.api.types.print;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Strings and characters with gdb's escapes. */
public final class Strings {
    private Strings() {}

    /**
     * Quotes the bytes of a char array as gdb does: one NUL at the end is left out, a run of at least {@code repeats} equal bytes stands as
     * {@code '\000' <repeats 15 times>}.
     */
    public static String quoted(byte[] bytes, int repeats, int most) {
        int length = bytes.length;
        if (length > 0 && bytes[length - 1] == 0) {
            length--;
        }
        if (length == 0) {
            return "\"\"";
        }
        StringBuilder text = new StringBuilder();
        boolean open = false;
        int at = 0;
        while (at < Math.min(length, most)) {
            int run = 1;
            // The NUL that is left out belongs to a run of NULs.
            while (at + run < bytes.length && bytes[at + run] == bytes[at]) {
                run++;
            }
            run = Math.min(run, length - at);
            if (run >= repeats) {
                text.append(open ? "\", " : text.isEmpty() ? "" : ", ");
                open = false;
                text.append('\'')
                        .append(character(bytes[at] & 0xff))
                        .append("' <repeats ")
                        .append(run)
                        .append(" times>");
                at += run;
            } else {
                if (!open) {
                    text.append(text.isEmpty() ? "\"" : ", \"");
                    open = true;
                }
                text.append(inString(bytes[at] & 0xff));
                at++;
            }
        }
        return text.append(open ? "\"" : "").append(length > most ? "..." : "").toString();
    }

    /** Escapes a string for double quotes. */
    public static String escaped(String string) {
        StringBuilder text = new StringBuilder();
        for (byte b : string.getBytes(StandardCharsets.UTF_8)) {
            text.append(inString(b & 0xff));
        }
        return text.toString();
    }

    /** Spells a character for single quotes. */
    public static String character(int c) {
        return c == '\'' ? "\\'" : c == '"' ? "\"" : inString(c);
    }

    private static String inString(int c) {
        return switch (c) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\r' -> "\\r";
            case '\b' -> "\\b";
            case '\f' -> "\\f";
            case 7 -> "\\a";
            case 11 -> "\\v";
            case 27 -> "\\033";
            default -> c >= 0x20 && c < 0x7f ? String.valueOf((char) c) : "\\" + String.format(Locale.ROOT, "%03o", c);
        };
    }
}
