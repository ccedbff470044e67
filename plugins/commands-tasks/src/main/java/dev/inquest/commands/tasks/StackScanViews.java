package dev.inquest.commands.tasks;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.List;
import java.util.function.Consumer;

/** Lays the words of stacks out as crash does. */
final class StackScanViews {
    private StackScanViews() {}

    /** {@code bt -t} and {@code bt -T}. */
    static void text(Result result, TextOut out) {
        each(result, out, row -> {
            if (row.get("start") != null) {
                out.line("              START: " + row.text("start") + " at " + digits(row, "start_pc"));
            }
            for (Row entry : row.rows("entries")) {
                out.line("  [" + digits(entry, "sp") + "] " + entry.text("symbol") + "+" + entry.text("offset") + " at "
                        + digits(entry, "pc")
                        + (entry.get("module") == null ? "" : " [" + entry.text("module") + "]"));
            }
        });
    }

    /** {@code bt -e}. */
    static void exceptions(Result result, TextOut out) {
        each(result, out, row -> {
            List<Row> entries = row.rows("entries");
            if (entries.isEmpty()) {
                out.line("  (no exception frames)");
            }
            frames(entries, out);
        });
    }

    static void frames(List<Row> entries, TextOut out) {
        for (Row entry : entries) {
            out.line();
            out.line("  " + (entry.is("user") ? "USER" : "KERNEL") + "-MODE EXCEPTION FRAME AT: "
                    + digits(entry, "saved_at"));
            if (entry.get("symbol") != null) {
                out.line("    [exception " + BtView.counter(entry) + ": " + entry.text("symbol") + "+"
                        + entry.text("offset") + "]");
            }
            RegisterView.write(entry, out);
        }
    }

    /** {@code bt -o}: every word that follows a call, in the form of frames; the text says that they are none. */
    static void old(Result result, TextOut out) {
        each(result, out, row -> {
            out.line(
                    "  (all text addresses on the stack, stale ones too; without -o bt shows the frames that are proven)");
            int number = 0;
            for (Row entry : row.rows("entries")) {
                out.line((number < 10 ? " #" : "#") + number++ + " [" + digits(entry, "sp") + "] "
                        + entry.text("symbol") + " at "
                        + digits(entry, "pc")
                        + (entry.get("module") == null ? "" : " [" + entry.text("module") + "]"));
            }
        });
    }

    /** {@code bt -r}. */
    static void raw(Result result, TextOut out) {
        each(result, out, row -> {
            List<Row> entries = row.rows("entries");
            for (int i = 0; i < entries.size(); i += 2) {
                StringBuilder line = new StringBuilder(digits(entries.get(i), "address")).append(":  ");
                for (int j = i; j < Math.min(i + 2, entries.size()); j++) {
                    Row entry = entries.get(j);
                    String symbol = entry.text("symbol");
                    String cell = symbol.isEmpty() ? digits(entry, "value") : symbol;
                    line.append(cell)
                            .append(" ".repeat(Math.max(0, 16 - cell.length())))
                            .append(' ');
                }
                out.line(line.toString().stripTrailing());
            }
        });
    }

    private static void each(Result result, TextOut out, Consumer<Row> body) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            TaskLine.write(row, out);
            if (row.get("entries") instanceof Unavailable reason) {
                out.line("  (" + reason.reason() + ")");
            } else {
                body.accept(row);
            }
        }
    }

    private static String digits(Row row, String cell) {
        return row.get(cell) instanceof Address address ? address.digits() : row.text(cell);
    }
}
