package dev.inquest.commands.find;

import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table of the dumps, each with lines below on where it is and what is needed to read it; then logs and debug information. */
final class FindView implements TextView {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] HEADERS = {"CRASHED (UTC)", "RELEASE", "ARCH", "FORMAT", "SIZE", "STATE", "PANIC"};
    private static final int LONGEST_PANIC = 100;

    @Override
    public void write(Result result, TextOut out) {
        List<Row> dumps = of(result, "dump");
        if (!dumps.isEmpty()) {
            table(dumps, out);
        }
        List<Row> logs = of(result, "log");
        if (!logs.isEmpty()) {
            out.line(dumps.isEmpty() ? "LOGS OF CRASHES WITHOUT A DUMP" : "\nLOGS OF CRASHES WITHOUT A DUMP");
            logs.forEach(log -> log(log, out));
        }
        List<Row> debug = result.rows().stream()
                .filter(row ->
                        !row.text("kind").equals("dump") && !row.text("kind").equals("log"))
                .toList();
        if (!debug.isEmpty()) {
            out.line(dumps.isEmpty() && logs.isEmpty() ? "DEBUG INFORMATION" : "\nDEBUG INFORMATION");
            debug.forEach(row -> debug(row, out));
        }
    }

    private static List<Row> of(Result result, String kind) {
        return result.rows().stream()
                .filter(row -> row.text("kind").equals(kind))
                .toList();
    }

    private static void table(List<Row> dumps, TextOut out) {
        List<String[]> lines = new ArrayList<>();
        lines.add(HEADERS);
        for (Row dump : dumps) {
            lines.add(new String[] {
                time(dump),
                known(dump.text("release")),
                known(dump.text("architecture")),
                known(dump.text("format")),
                size(dump.number("size")),
                state(dump),
                shortened(known(dump.text("panic")))
            });
        }
        int[] widths = new int[HEADERS.length];
        for (String[] line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line[i].length());
            }
        }
        for (int i = 0; i < lines.size(); i++) {
            StringBuilder text = new StringBuilder();
            for (int j = 0; j < widths.length; j++) {
                String space = " ".repeat(widths[j] - lines.get(i)[j].length());
                boolean right = HEADERS[j].equals("SIZE");
                text.append(right ? space : "")
                        .append(lines.get(i)[j])
                        .append(right ? "" : space)
                        .append("  ");
            }
            out.line(text.toString().stripTrailing());
            if (i > 0) {
                below(dumps.get(i - 1), out);
            }
        }
    }

    private static void below(Row dump, TextOut out) {
        List<?> parts = dump.get("parts") instanceof List<?> list ? list : List.of();
        String entry = dump.text("entry");
        String host = dump.text("host").isEmpty() ? "" : "   (host " + dump.text("host") + ")";
        if (entry.isEmpty()) {
            out.line("    " + dump.text("file") + host);
            for (Object part : parts.subList(Math.min(1, parts.size()), parts.size())) {
                out.line("    " + part);
            }
        } else {
            out.line("    in the archive " + dump.text("file") + ": " + entry + host);
            out.line("    get it out: " + dump.text("get_out"));
        }
        if (dump.get("remarks") instanceof List<?> remarks) {
            remarks.forEach(remark -> out.line("    " + remark));
        }
        out.line("    " + dump.text("advice"));
        for (Row file : dump.rows("at_hand")) {
            out.line("    at hand: " + file.text("kind") + " " + file.text("file") + " ("
                    + (file.is("by_build_id") ? "same build ID" : "same release") + "; "
                    + (file.text("found_by").equals("here") ? "found here" : file.text("found_by")) + ")");
        }
    }

    private static String state(Row dump) {
        if (dump.get("complete") instanceof Boolean complete) {
            return dump.get("problem") != null ? "unreadable" : complete ? "complete" : "incomplete";
        }
        return dump.get("entry") != null ? "in archive" : "not known";
    }

    private static String time(Row dump) {
        if (dump.get("crash_time") != null) {
            return TIME.format(Instant.ofEpochSecond(dump.number("crash_time")));
        }
        return dump.get("named_time") == null ? "?" : dump.text("named_time") + " local";
    }

    private static String known(String text) {
        return text.isEmpty() ? "?" : text;
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_PANIC ? text : text.substring(0, LONGEST_PANIC - 1) + "…";
    }

    private static void log(Row log, TextOut out) {
        String place = log.get("entry") == null ? "" : "in the archive ";
        out.line("    " + place + log.text("file") + (log.get("entry") == null ? "" : ": " + log.text("entry")));
        String time = log.get("named_time") == null ? "" : log.text("named_time") + " local  ";
        String release = log.get("release") == null ? "" : log.text("release") + "  ";
        out.line("        " + time + release + shortened(known(log.text("panic"))));
    }

    private static void debug(Row row, TextOut out) {
        List<?> dumps = row.get("dumps") instanceof List<?> list ? list : List.of();
        String use = dumps.isEmpty()
                ? "no dump here is of it"
                : dumps.size() == 1 ? "for " + dumps.getFirst() : "for " + dumps.size() + " dumps";
        out.line(String.format(
                "    %-13s  %s%s  (%s%s)",
                row.text("kind"),
                row.text("file"),
                row.get("entry") == null ? "" : ": " + row.text("entry"),
                row.get("release") == null ? "" : row.text("release") + "; ",
                use));
    }

    /** Returns a size as people write it, in powers of 1024. */
    static String size(long bytes) {
        String[] units = {"bytes", "KB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        double value = bytes;
        while (value >= 1000 && unit + 1 < units.length) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }
}
