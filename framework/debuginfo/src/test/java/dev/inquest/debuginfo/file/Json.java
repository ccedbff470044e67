package dev.inquest.debuginfo.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads JSON that is known to be well-formed into maps, lists, strings, numbers as strings, booleans and null. */
final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    static @Nullable Object parse(String text) {
        return new Json(text).value();
    }

    /** Returns a list; empty for anything else. */
    static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    /** Returns a map; empty for anything else. */
    static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    /** Returns a string or the digits of a number; empty for null. */
    static String string(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }

    /** Returns a number, also one in a string that begins with 0x; 0 for null. */
    static long number(@Nullable Object value) {
        String digits = string(value);
        return digits.isEmpty()
                ? 0
                : digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseLong(digits);
    }

    private char next() {
        while (Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return text.charAt(at);
    }

    private @Nullable Object value() {
        char c = next();
        if (c == '{') {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            at++;
            while (next() != '}') {
                String key = text();
                next();
                at++;
                map.put(key, value());
                at += next() == ',' ? 1 : 0;
            }
            at++;
            return map;
        }
        if (c == '[') {
            List<@Nullable Object> list = new ArrayList<>();
            at++;
            while (next() != ']') {
                list.add(value());
                at += next() == ',' ? 1 : 0;
            }
            at++;
            return list;
        }
        if (c == '"') {
            return text();
        }
        int start = at;
        while (at < text.length() && ",]} \n\r\t".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        return switch (word) {
            case "null" -> null;
            case "true" -> true;
            case "false" -> false;
            default -> word;
        };
    }

    private String text() {
        next();
        at++;
        StringBuilder out = new StringBuilder();
        while (text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c == '\\') {
                c = text.charAt(at++);
                if (c == 'u') {
                    c = (char) Integer.parseInt(text.substring(at, at + 4), 16);
                    at += 4;
                } else if (c == 'n') {
                    c = '\n';
                } else if (c == 't') {
                    c = '\t';
                }
            }
            out.append(c);
        }
        at++;
        return out.toString();
    }
}
