package dev.inquest.shell.render;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes cells as JSON (RFC 8259), without blanks. Strings may hold anything that was in the dump: control characters and halves of
 * surrogate pairs are escaped. Addresses become {@code "0x…"}; a {@link Double} that JSON has no number for becomes null.
 *
 * <p>Written here rather than taken from a library because it is on the way of every first result: it costs no class loading to speak of.
 */
final class JsonWriter {
    private static final String HEX = "0123456789abcdef";

    private final Writer out;

    JsonWriter(Writer out) {
        this.out = out;
    }

    /** Writes text that is JSON already. */
    JsonWriter raw(String json) throws IOException {
        out.write(json);
        return this;
    }

    /** Writes a name, a colon and a cell. */
    JsonWriter member(String name, @Nullable Object cell) throws IOException {
        string(name);
        out.write(':');
        return cell(cell);
    }

    /** Writes a cell. */
    JsonWriter cell(@Nullable Object cell) throws IOException {
        // No pattern switch: its first use costs milliseconds.
        if (cell == null) {
            out.write("null");
        } else if (cell instanceof String text) {
            string(text);
        } else if (cell instanceof Address address) {
            out.write("\"0x");
            out.write(Long.toHexString(address.value()));
            out.write('"');
        } else if (cell instanceof Double number) {
            out.write(Double.isFinite(number) ? number.toString() : "null");
        } else if (cell instanceof Float number) {
            out.write(Float.isFinite(number) ? number.toString() : "null");
        } else if (cell instanceof Number || cell instanceof Boolean) {
            out.write(cell.toString());
        } else if (cell instanceof Row row) {
            row(row);
        } else if (cell instanceof List<?> list) {
            list(list);
        } else if (cell instanceof Unavailable unavailable) {
            out.write('{');
            member("unavailable", unavailable.kind());
            out.write(',');
            member("reason", unavailable.reason());
            out.write('}');
        } else {
            string(cell.toString());
        }
        return this;
    }

    private void row(Row row) throws IOException {
        out.write('{');
        boolean first = true;
        for (Map.Entry<String, @Nullable Object> cell : row.cells().entrySet()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            member(cell.getKey(), cell.getValue());
        }
        out.write('}');
    }

    private void list(List<?> list) throws IOException {
        out.write('[');
        boolean first = true;
        for (Object item : list) {
            if (!first) {
                out.write(',');
            }
            first = false;
            cell(item);
        }
        out.write(']');
    }

    /** Writes diagnostics as a list of objects. */
    JsonWriter diagnostics(List<Diagnostic> diagnostics) throws IOException {
        out.write('[');
        boolean first = true;
        for (Diagnostic diagnostic : diagnostics) {
            out.write(first ? "{" : ",{");
            first = false;
            member("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT));
            out.write(',');
            member("message", diagnostic.message());
            out.write('}');
        }
        out.write(']');
        return this;
    }

    private void string(String text) throws IOException {
        out.write('"');
        int clean = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c != '"' && c != '\\' && c < 0x7f) {
                continue;
            }
            if (c >= 0xa0 && !Character.isSurrogate(c)) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            out.write(text, clean, i - clean);
            escape(c);
            clean = i + 1;
        }
        out.write(text, clean, text.length() - clean);
        out.write('"');
    }

    private void escape(char c) throws IOException {
        switch (c) {
            case '"' -> out.write("\\\"");
            case '\\' -> out.write("\\\\");
            case '\n' -> out.write("\\n");
            case '\r' -> out.write("\\r");
            case '\t' -> out.write("\\t");
            default -> {
                out.write("\\u");
                for (int shift = 12; shift >= 0; shift -= 4) {
                    out.write(HEX.charAt(c >> shift & 15));
                }
            }
        }
    }
}
