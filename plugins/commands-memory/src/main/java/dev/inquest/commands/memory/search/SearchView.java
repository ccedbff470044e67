package dev.inquest.commands.memory.search;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays finds out as crash does. */
final class SearchView {
    private SearchView() {}

    static void write(Result result, TextOut out) {
        Object task = null;
        boolean first = true;
        for (Row row : result.rows()) {
            if (row.get("task") != null && !row.get("task").equals(task)) {
                if (!first) {
                    out.line();
                }
                task = row.get("task");
                TaskLine.write(row, out);
            }
            boolean context = row.get("before") != null;
            if (context && !first) {
                out.line();
            }
            first = false;
            words(row.rows("before"), row, out);
            String address = Long.toHexString(number(row.get("address")));
            String what = row.get("what") == null ? "" : " (" + inside(row.text("what")) + ")";
            out.line(
                    row.get("text") != null
                            ? address + ": " + row.text("text")
                            : address + ": " + (context ? " " : "") + digits(row.get("value"), row, context) + what);
            words(row.rows("after"), row, out);
        }
    }

    private static String inside(String label) {
        return label.startsWith("(") && label.endsWith(")") ? label.substring(1, label.length() - 1) : label;
    }

    private static void words(List<Row> lines, Row row, TextOut out) {
        int size = (int) Math.max(1, row.number("size"));
        for (Row line : lines) {
            StringBuilder text = new StringBuilder(Long.toHexString(number(line.get("address")))).append(":  ");
            if (line.get("words") instanceof List<?> words) {
                for (int i = 0; i < 16 / size; i++) {
                    text.append(i < words.size() ? digits(words.get(i), row, true) : " ".repeat(size * 2))
                            .append(' ');
                }
                text.append("  ").append(line.text("text"));
            } else {
                text.append('(').append(line.text("words")).append(')');
            }
            out.line(text.toString());
        }
    }

    private static String digits(@Nullable Object value, Row row, boolean padded) {
        String digits = Long.toHexString(number(value));
        int width = padded ? (int) row.number("size") * 2 : 0;
        return "0".repeat(Math.max(0, width - digits.length())) + digits;
    }

    private static long number(@Nullable Object cell) {
        return cell instanceof Address address ? address.value() : 0;
    }
}
