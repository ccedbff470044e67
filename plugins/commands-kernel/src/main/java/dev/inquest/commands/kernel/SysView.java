package dev.inquest.commands.kernel;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.List;
import java.util.Locale;

/** Lays {@code sys} out as crash's banner. */
final class SysView {
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private SysView() {}

    static void taint(Result result, TextOut out) {
        for (Row row : result.rows()) {
            String mask = row.get("tainted_mask") instanceof Address address
                    ? Long.toHexString(address.value())
                    : row.text("tainted_mask");
            out.line("TAINTED_MASK: " + mask + "  " + row.text("taints"));
        }
    }

    static void banner(Result result, TextOut out) {
        for (Row row : result.rows()) {
            String kernel = row.get("kernel") == null
                    ? "(none; types from " + join(row.get("types_from")) + ")"
                    : row.text("kernel");
            line(out, "KERNEL", kernel + (row.is("tainted") ? "  [TAINTED]" : ""));
            dumpFiles(row, out);
            line(out, "CPUS", row.text("cpus") + offline(row));
            line(
                    out,
                    "DATE",
                    row.get("date_seconds") instanceof Long time ? Dates.utc(time) : cell(row, "date_seconds"));
            line(
                    out,
                    "UPTIME",
                    row.get("uptime_seconds") instanceof Long up ? Dates.uptime(up) : cell(row, "uptime_seconds"));
            line(out, "LOAD AVERAGE", load(row));
            line(out, "TASKS", cell(row, "tasks"));
            line(out, "NODENAME", cell(row, "nodename"));
            line(out, "RELEASE", cell(row, "release"));
            line(out, "VERSION", cell(row, "version"));
            line(
                    out,
                    "MACHINE",
                    cell(row, "machine") + "  ("
                            + (row.get("cpu_mhz") instanceof Long mhz ? mhz + " Mhz" : "unknown Mhz") + ")");
            line(
                    out,
                    "MEMORY",
                    row.get("memory_bytes") instanceof Long bytes ? memory(bytes) : cell(row, "memory_bytes"));
            line(out, "PANIC", panic(row));
            if (row.get("task") instanceof Row task) {
                line(out, "PID", cell(task, "pid"));
                line(out, "COMMAND", "\"" + cell(task, "comm") + "\"");
                line(out, "TASK", cell(task, "task") + "  [THREAD_INFO: " + cell(task, "thread_info") + "]");
                line(out, "CPU", cell(task, "cpu"));
                line(out, "STATE", TaskLine.longState(task.text("state")) + " (PANIC)");
            }
        }
    }

    private static void dumpFiles(Row row, TextOut out) {
        String marks = (row.is("partial") ? "  [PARTIAL DUMP]" : "") + (row.is("complete") ? "" : "  [INCOMPLETE]");
        String label = "DUMPFILE";
        if (row.get("dumpfile") instanceof List<?> names) {
            for (int i = 0; i < names.size(); i++) {
                String text = names.get(i) + (i + 1 == names.size() ? marks : "");
                if (i == 0) {
                    line(out, label, text);
                } else {
                    out.line(" ".repeat(14) + text);
                }
            }
        }
    }

    private static String offline(Row row) {
        return row.get("cpus_offline") instanceof List<?> cpus && !cpus.isEmpty()
                ? " [OFFLINE: " + cpus.size() + "]"
                : "";
    }

    private static String load(Row row) {
        if (row.get("load_average") instanceof List<?> loads) {
            return String.join(", ", loads.stream().map(SysView::twoDigits).toList());
        }
        return cell(row, "load_average");
    }

    private static String twoDigits(Object load) {
        return load instanceof Double number ? String.format(Locale.ROOT, "%.2f", number) : String.valueOf(load);
    }

    private static String panic(Row row) {
        if (!(row.get("panic") instanceof String message)) {
            return row.get("panic") == null ? "(not known: the log has no panic message)" : cell(row, "panic");
        }
        boolean whole = message.startsWith("Kernel panic")
                || message.toLowerCase(Locale.ROOT).startsWith("sysrq");
        return "\"" + message + "\"" + (whole ? "" : " (check log for details)");
    }

    /** Spells a size as crash does: within 64 MB of a whole number of GB it is rounded up to it. */
    static String memory(long bytes) {
        long nextGig = (bytes + GIB - 1) / GIB * GIB;
        long shown = nextGig - bytes <= 64 * MIB ? nextGig : bytes;
        String text = shown >= GIB
                ? String.format(Locale.ROOT, "%.1f GB", (double) shown / GIB)
                : shown >= MIB ? String.format(Locale.ROOT, "%.1f MB", (double) shown / MIB) : shown / 1024 + " KB";
        return text.replace(".0 ", " ");
    }

    private static String join(@org.jspecify.annotations.Nullable Object list) {
        return list instanceof List<?> names && !names.isEmpty()
                ? String.join(", ", names.stream().map(String::valueOf).toList())
                : "nowhere";
    }

    private static String cell(Row row, String name) {
        return switch (row.get(name)) {
            case null -> "";
            case Address address -> address.digits();
            case Unavailable reason -> "(not known: " + reason.reason() + ")";
            case Object value -> value.toString();
        };
    }

    private static void line(TextOut out, String label, String text) {
        out.line(" ".repeat(12 - label.length()) + label + ": " + text);
    }
}
