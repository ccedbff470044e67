package dev.inquest.commands.memory;

import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays translations out as crash does. */
final class VtopView {
    private VtopView() {}

    static void write(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            write(row, out);
        }
    }

    private static void write(Row row, TextOut out) {
        String virtual = hex(row.get("virtual"));
        int width = Math.max(virtual.length(), 16);
        Object physical = row.get("physical");
        out.line(pad("VIRTUAL", width) + "  PHYSICAL");
        out.line(pad(virtual, width) + "  "
                + (physical instanceof Unavailable reason ? "(" + reason.kind() + ")" : hex(physical)));
        List<Row> levels = row.rows("levels");
        if (!levels.isEmpty()) {
            out.line();
        }
        for (Row level : levels) {
            out.line(right(level.text("level"), 6) + ": " + hex(level.get("at")) + " => " + hex(level.get("entry")));
        }
        if (row.get("page_physical") != null) {
            out.line("  PAGE: " + hex(row.get("page_physical")) + size(row.number("page_size")));
            out.line();
            entry(row.get("pte"), row.get("page_physical"), flags(row, "flags", "|"), out);
        }
        if (physical instanceof Unavailable reason) {
            out.line();
            out.line("  (" + reason.reason() + ")");
        }
        if (row.get("swap") instanceof Row swap) {
            out.line("  SWAP: " + (swap.get("area") == null ? "type " + swap.text("type") : swap.text("area"))
                    + "  OFFSET: " + swap.text("offset"));
        }
        area(row.get("vma"), out);
        page(row.get("page"), out);
    }

    /** Writes an entry's line below its heading, as {@code pte} does too. */
    static void entry(@Nullable Object entry, @Nullable Object physical, String flags, TextOut out) {
        int first = Math.max(3, hex(entry).length());
        int second = Math.max(8, hex(physical).length());
        out.line(centre("PTE", first) + "  " + centre("PHYSICAL", second) + "  FLAGS");
        out.line(right(hex(entry), first) + "  " + right(hex(physical), second) + "  (" + flags + ")");
    }

    private static void area(@Nullable Object cell, TextOut out) {
        if (cell instanceof Unavailable reason) {
            out.line();
            out.line("  VMA: (" + reason.reason() + ")");
        } else if (cell instanceof Row area) {
            out.line();
            int width = Math.max(
                    5,
                    Math.max(
                            hex(area.get("start")).length(),
                            hex(area.get("end")).length()));
            out.line(centre("VMA", 16) + "  " + centre("START", width) + "  " + centre("END", width) + " FLAGS   FILE");
            out.line((right(hex(area.get("vma")), 16) + "  " + right(hex(area.get("start")), width) + "  "
                            + right(hex(area.get("end")), width) + " " + pad(hex(area.get("flags")), 7) + " "
                            + area.text("file"))
                    .stripTrailing());
        }
    }

    private static void page(@Nullable Object cell, TextOut out) {
        if (cell instanceof Unavailable reason) {
            out.line();
            out.line("  PAGE: (" + reason.reason() + ")");
        } else if (cell instanceof Row page) {
            out.line();
            out.line(centre("PAGE", 16) + "  " + centre("PHYSICAL", 10) + " " + centre("MAPPING", 16)
                    + "  INDEX    CNT FLAGS");
            out.line(right(hex(page.get("page")), 16) + "  " + right(hex(page.get("physical")), 10) + " "
                    + right(hex(page.get("mapping")), 16) + " " + right(hex(page.get("index")), 8) + " "
                    + right(page.text("count"), 5) + " "
                    + (hex(page.get("flags")) + " " + flags(page, "flag_names", ",")).stripTrailing());
        }
    }

    static String flags(Row row, String cell, String between) {
        return row.get(cell) instanceof List<?> list
                ? String.join(between, list.stream().map(String::valueOf).toList())
                : row.text(cell);
    }

    static String size(long bytes) {
        if (bytes >= 1L << 30) {
            return "  (" + (bytes >> 30) + "GB)";
        }
        return bytes >= 1L << 20 ? "  (" + (bytes >> 20) + "MB)" : bytes > 65536 ? "  (" + (bytes >> 10) + "KB)" : "";
    }

    static String hex(@Nullable Object cell) {
        return cell instanceof Address address ? Long.toHexString(address.value()) : String.valueOf(cell);
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    static String centre(String text, int width) {
        int space = Math.max(0, width - text.length());
        return " ".repeat(space / 2) + text + " ".repeat(space - space / 2);
    }
}
