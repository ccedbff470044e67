package dev.inquest.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON (RFC 8259): objects become maps, arrays lists, whole numbers {@link Long}, others {@link Double}. Strict, because what it
 * reads is what is tested.
 */
public final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Parses a text that is one value. */
    public static @Nullable Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.blanks();
        if (json.at != text.length()) {
            throw json.wrong("more text");
        }
        return value;
    }

    /** Returns a value that must be an object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> object(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, Object>) map;
        }
        throw new IllegalArgumentException("no object: " + value);
    }

    /** Returns a value that must be an array. */
    @SuppressWarnings("unchecked")
    public static List<Object> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return (List<Object>) list;
        }
        throw new IllegalArgumentException("no array: " + value);
    }

    /** Returns a value that must be an array of objects. */
    public static List<Map<String, Object>> objects(@Nullable Object value) {
        return list(value).stream().map(Json::object).toList();
    }

    private IllegalArgumentException wrong(String what) {
        int end = Math.min(text.length(), at + 40);
        return new IllegalArgumentException(
                what + " at " + at + ": " + text.substring(Math.min(at, text.length()), end));
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean take(char c) {
        blanks();
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void need(char c) {
        if (!take(c)) {
            throw wrong("no " + c);
        }
    }

    private @Nullable Object word(String word, @Nullable Object value) {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private @Nullable Object value() {
        blanks();
        if (at == text.length()) {
            throw wrong("the end");
        }
        return switch (text.charAt(at)) {
            case '{' -> members();
            case '[' -> elements();
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> members() {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        need('{');
        if (take('}')) {
            return object;
        }
        do {
            blanks();
            String name = string();
            need(':');
            Object value = value();
            if (object.containsKey(name)) {
                throw wrong("a second " + name);
            }
            object.put(name, value);
        } while (take(','));
        need('}');
        return object;
    }

    private List<@Nullable Object> elements() {
        List<@Nullable Object> list = new ArrayList<>();
        need('[');
        if (take(']')) {
            return list;
        }
        do {
            list.add(value());
        } while (take(','));
        need(']');
        return list;
    }

    private String string() {
        need('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                throw wrong("a control character");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        need('"');
        return string.toString();
    }

    private char escaped() {
        char c = text.charAt(at++);
        return switch (c) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> {
                at += 4;
                yield (char) Integer.parseInt(text, at - 4, at, 16);
            }
            case '"', '\\', '/' -> c;
            default -> throw wrong("no escape");
        };
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        if (digits.isEmpty()) {
            throw wrong("no value");
        }
        boolean whole = digits.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9');
        return whole ? (Object) Long.valueOf(digits) : (Object) Double.valueOf(digits);
    }
}
