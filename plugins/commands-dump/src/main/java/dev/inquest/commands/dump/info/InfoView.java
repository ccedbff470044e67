package dev.inquest.commands.dump.info;

import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.TextView;
import dev.inquest.commands.dump.Amounts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The text of {@code dump info}. */
final class InfoView implements TextView {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT);
    private final boolean verbose;

    /**
     * Makes a view.
     *
     * @param verbose whether to show all fields, notes and registers
     */
    InfoView(boolean verbose) {
        this.verbose = verbose;
    }

    @Override
    public void write(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            head(row, out);
            pages(row, out);
            missing(row, out);
            notes(row, out);
            if (verbose) {
                everything(row, out);
            }
        }
    }

    private static void head(Row row, TextOut out) {
        List<String> wrappings = strings(row, "wrappings");
        out.line(String.join(", ", strings(row, "files")) + ": " + row.text("format")
                + (wrappings.isEmpty() ? "" : ", " + String.join(", ", wrappings)) + ", "
                + Amounts.bytes(row.number("bytes")));
        String machine =
                row.get("architecture") == null ? "e_machine " + row.text("e_machine") : row.text("architecture");
        line(
                out,
                "machine",
                machine + ", " + row.text("byte_order") + "-endian, pages of " + row.text("page_size") + " bytes");
        if (row.get("release") != null) {
            line(
                    out,
                    "kernel",
                    row.text("release")
                            + (row.get("version") == null ? "" : " " + row.text("version"))
                            + (row.get("host") == null ? "" : ", host " + row.text("host")));
        }
        if (row.get("crash_time") != null) {
            line(
                    out,
                    "time",
                    Instant.ofEpochSecond(row.number("crash_time"))
                            .atOffset(ZoneOffset.UTC)
                            .format(DATE));
        }
        if (row.get("dump_level") != null) {
            List<String> out1 = strings(row, "left_out");
            line(
                    out,
                    "dump level",
                    row.text("dump_level") + ": "
                            + (out1.isEmpty() ? "nothing was left out" : "without " + String.join(", ", out1)));
        } else {
            line(out, "dump level", "not told by this format");
        }
        line(out, "complete", row.is("complete") ? "yes" : "no");
    }

    private static void pages(Row row, TextOut out) {
        Row pages = (Row) row.get("pages");
        if (pages == null) {
            return;
        }
        long size = row.number("page_size");
        long memory = pages.number("memory");
        out.line();
        out.line(String.format("  %-25s %12s %11s", "PAGES", "NUMBER", "SIZE"));
        amount(out, "memory", memory, size, "");
        amount(out, "in the dump", pages.number("in_dump"), size, Amounts.percent(pages.number("in_dump"), memory));
        for (Row stored : row.rows("stored")) {
            String name = stored.text("compression");
            amount(
                    out,
                    "  "
                            + switch (name) {
                                case "none" -> "not compressed";
                                case "shared" -> "zeros, one page for all";
                                default -> name;
                            },
                    stored.number("pages"),
                    size,
                    name.equals("none") || name.equals("shared")
                            ? ""
                            : Amounts.bytes(stored.number("bytes")) + " in the file");
        }
        amount(out, "left out", pages.number("excluded"), size, Amounts.percent(pages.number("excluded"), memory));
        if (pages.number("lost") > 0) {
            amount(out, "lost", pages.number("lost"), size, Amounts.percent(pages.number("lost"), memory));
        }
    }

    private static void amount(TextOut out, String what, long pages, long pageSize, String rest) {
        out.line(String.format("  %-25s %12d %11s  %s", what, pages, Amounts.bytes(pages * pageSize), rest)
                .stripTrailing());
    }

    private static void missing(Row row, TextOut out) {
        List<String> sentences = new ArrayList<>(strings(row, "remarks"));
        for (String meaning : strings(row, "meaning")) {
            sentences.add(meaning);
        }
        if (!sentences.isEmpty()) {
            out.line();
            out.line("  WHAT THAT MEANS");
            sentences.forEach(sentence -> out.line("  - " + sentence));
        }
    }

    private static void notes(Row row, TextOut out) {
        out.line();
        out.line("  NOTES");
        for (Row cpu : row.rows("cpus")) {
            out.line(String.format(
                            "  CPU %-3s %-11s %-8s pc %s  sp %s",
                            cpu.text("cpu"),
                            cpu.text("origin"),
                            cpu.get("pid") == null ? "" : "pid " + cpu.text("pid"),
                            cpu.text("pc"),
                            cpu.text("sp"))
                    .stripTrailing());
        }
        if (row.rows("cpus").isEmpty()) {
            out.line("  no registers of CPUs");
        }
        out.line(
                row.get("vmcoreinfo") instanceof Row info
                        ? "  VMCOREINFO of " + info.cells().size() + " lines"
                        : "  no VMCOREINFO");
    }

    private static void everything(Row row, TextOut out) {
        for (Row cpu : row.rows("cpus")) {
            out.line();
            out.line("  REGISTERS OF CPU " + cpu.text("cpu"));
            if (cpu.get("registers") instanceof Row registers) {
                registers.cells().forEach((name, value) -> line(out, name, String.valueOf(value)));
            }
        }
        out.line();
        out.line(String.format("  %-12s %5s %-12s %8s", "NOTE", "TYPE", "", "BYTES"));
        for (Row note : row.rows("notes")) {
            out.line(String.format(
                    "  %-12s %5d %-12s %8d",
                    note.text("name"), note.number("type"), note.text("type_name"), note.number("bytes")));
        }
        for (Row header : row.rows("headers")) {
            out.line();
            out.line("  HEADERS OF " + header.text("file"));
            header.cells().forEach((name, value) -> {
                if (!name.equals("file") && !(value instanceof List<?>)) {
                    out.line(String.format("  %-18s %s", name, value));
                }
            });
            for (Row segment : header.rows("program_headers")) {
                StringBuilder words = new StringBuilder();
                segment.cells()
                        .forEach((name, value) ->
                                words.append(' ').append(name).append(' ').append(value));
                out.line(" " + words);
            }
        }
        if (row.get("vmcoreinfo") instanceof Row info) {
            out.line();
            out.line("  VMCOREINFO");
            info.cells().forEach((key, value) -> out.line("  " + key + "=" + value));
        }
    }

    private static void line(TextOut out, String name, String value) {
        out.line(String.format("  %-12s %s", name, value));
    }

    private static List<String> strings(Row row, String cell) {
        return row.get(cell) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }
}
