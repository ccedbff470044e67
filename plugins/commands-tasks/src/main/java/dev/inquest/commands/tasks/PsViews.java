package dev.inquest.commands.tasks;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import dev.inquest.api.result.Unavailable;
import java.util.Locale;

/** Lays {@code ps} rows out as crash does. */
final class PsViews {
    private PsViews() {}

    /** The table; with {@code stackPointers} the TASK column is the saved stack pointer. */
    static TextView table(boolean stackPointers, boolean header) {
        return (result, out) -> {
            if (header) {
                out.line("      PID    PPID  CPU " + (stackPointers ? "     KSTACKP     " : "      TASK       ")
                        + " ST  %MEM      VSZ      RSS  COMM");
            }
            for (Row row : result.rows()) {
                StringBuilder line = new StringBuilder();
                line.append(row.is("active") ? '>' : ' ').append(' ');
                right(line, row.text("pid"), 7).append(' ');
                right(line, row.text("ppid"), 7).append(' ');
                right(line, row.text("cpu"), 3).append("  ");
                Object where = row.get(stackPointers ? "kstackp" : "task");
                line.append(
                        where instanceof Address address
                                ? address.digits()
                                : right(new StringBuilder(), text(where), 16));
                line.append("  ").append(row.text("state")).append(' ');
                right(line, memory(row.get("mem_percent")), 5).append(' ');
                right(line, text(row.get("vsz_kib")), 8).append(' ');
                right(line, text(row.get("rss_kib")), 8).append("  ");
                line.append(row.is("kernel_thread") ? "[" + row.text("comm") + "]" : row.text("comm"));
                out.line(line.toString());
            }
        };
    }

    private static String memory(@org.jspecify.annotations.Nullable Object cell) {
        return cell instanceof Double percent ? String.format(Locale.ROOT, "%.1f", percent) : text(cell);
    }

    private static String text(@org.jspecify.annotations.Nullable Object cell) {
        return cell instanceof Unavailable ? "?" : String.valueOf(cell);
    }

    private static StringBuilder right(StringBuilder line, String text, int width) {
        return line.append(" ".repeat(Math.max(0, width - text.length()))).append(text);
    }

    /** Lines of tasks indented by the cell {@code depth}; a blank line between groups that the cell {@code group} tells apart. */
    static void tree(Result result, TextOut out) {
        Object group = null;
        for (Row row : result.rows()) {
            Object next = row.get("group");
            if (group != null && !group.equals(next)) {
                out.line();
            }
            group = next;
            out.line(" ".repeat((int) row.number("depth")) + TaskLine.text(row));
        }
    }

    /** {@code ps -S}. */
    static void summary(Result result, TextOut out) {
        for (Row row : result.rows()) {
            out.line("  " + row.text("state") + ": " + row.text("count"));
        }
    }

    /** {@code ps -l} and {@code ps -m}. */
    static void lastRun(Result result, TextOut out) {
        int width = 0;
        for (Row row : result.rows()) {
            width = Math.max(width, row.text("last_run").length());
        }
        for (Row row : result.rows()) {
            String time = row.text("last_run");
            String header = row.text("header");
            if (!header.isEmpty()) {
                out.line(header);
                continue;
            }
            out.line("[" + " ".repeat(width - time.length()) + time + "] [" + row.text("state") + "]  "
                    + TaskLine.text(row));
        }
    }

    /** {@code ps -t}. */
    static void times(Result result, TextOut out) {
        blocks(result, out, row -> {
            out.line("    RUN TIME: " + row.text("run_time"));
            out.line("  START TIME: " + row.text("start_time"));
            out.line("       UTIME: " + row.text("utime"));
            out.line("       STIME: " + row.text("stime"));
        });
    }

    /** {@code ps -a}. */
    static void arguments(Result result, TextOut out) {
        blocks(result, out, row -> {
            if (row.get("arguments") instanceof Unavailable reason) {
                out.line("ARG: (" + reason.reason() + ")");
                return;
            }
            if (row.get("arguments") == null) {
                return;
            }
            out.line("ARG: " + row.text("arguments"));
            String begin = "ENV: ";
            if (row.get("environment") instanceof java.util.List<?> variables) {
                for (Object variable : variables) {
                    out.line(begin + variable);
                    begin = "     ";
                }
            } else if (row.get("environment") instanceof Unavailable reason) {
                out.line(begin + "(" + reason.reason() + ")");
            }
        });
    }

    /** {@code ps -r}. */
    static void limits(Result result, TextOut out) {
        blocks(result, out, row -> {
            out.line("      RLIMIT     CURRENT       MAXIMUM");
            for (Row limit : row.rows("limits")) {
                StringBuilder line = new StringBuilder();
                right(line, limit.text("name"), 12).append("   ");
                line.append(centre(limit.text("current"))).append("   ").append(centre(limit.text("maximum")));
                out.line(line.toString().stripTrailing());
            }
            if (row.get("limits") instanceof Unavailable reason) {
                out.line("  (" + reason.reason() + ")");
            }
        });
    }

    private static String centre(String text) {
        int space = Math.max(0, 11 - text.length());
        return " ".repeat(space / 2) + text + " ".repeat(space - space / 2);
    }

    private static void blocks(Result result, TextOut out, java.util.function.Consumer<Row> body) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            TaskLine.write(row, out);
            body.accept(row);
        }
    }
}
