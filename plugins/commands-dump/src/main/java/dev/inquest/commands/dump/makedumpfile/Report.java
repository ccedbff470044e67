package dev.inquest.commands.dump.makedumpfile;

import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** makedumpfile's report of a dump that was written ({@code --message-level 16}, print_report in makedumpfile.c). */
final class Report {
    private Report() {}

    /** Returns its lines for a row of {@code dump-filter/1}. */
    static List<String> lines(Row row) {
        long memory = row.number("memory");
        long zeros = row.number("zeros");
        long remaining = row.number("written") - (row.is("zeros_shared") ? zeros : 0);
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add(line("Original pages  ", memory));
        lines.add(line("  Excluded pages   ", memory - remaining));
        lines.add(line("    Pages filled with zero  ", zeros));
        lines.add(line("    Non-private cache pages ", count(row, "cache")));
        lines.add(line("    Private cache pages     ", count(row, "private_cache")));
        lines.add(line("    User process data pages ", count(row, "user")));
        lines.add(line("    Free pages              ", count(row, "free")));
        lines.add(line("    Hwpoison pages          ", count(row, "hwpoison")));
        lines.add(line("    Offline pages           ", count(row, "offline")));
        if (row.number("not_in_source") > 0) {
            lines.add(line("    Not in the source       ", row.number("not_in_source")));
        }
        lines.add(line("  Remaining pages  ", remaining));
        if (memory > 0) {
            lines.add("  (The number of pages is reduced to " + remaining * 100 / memory + "%.)");
        }
        lines.add(line("Memory Hole     ", row.number("end_pfn") - memory));
        lines.add("-".repeat(50));
        lines.add(line("Total pages     ", row.number("end_pfn")));
        lines.add("Write bytes     : " + row.number("bytes"));
        lines.add("");
        return lines;
    }

    private static long count(Row row, String kind) {
        for (Row one : row.rows("left_out")) {
            if (one.text("kind").equals(kind)) {
                return one.number("pages");
            }
        }
        return 0;
    }

    private static String line(String what, long pages) {
        return String.format(Locale.ROOT, "%s: 0x%016x", what, pages);
    }
}
