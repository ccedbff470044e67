package dev.inquest.commands.dump.classify;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How much of a machine's memory each bit of the dump level would leave out: what makedumpfile's {@code --mem-usage} tells of a running one. */
public final class MemoryUsage {
    /** makedumpfile's names, and the bit of the level that leaves such pages out first. */
    private static final Map<PageKind, Kind> KINDS = Map.of(
            PageKind.CACHE, new Kind("NON_PRI_CACHE", 2, "cache pages without private data"),
            PageKind.PRIVATE_CACHE, new Kind("PRI_CACHE", 4, "cache pages with private data"),
            PageKind.USER, new Kind("USER", 8, "pages of user processes"),
            PageKind.FREE, new Kind("FREE", 16, "free pages"),
            PageKind.HWPOISON, new Kind("HWPOISON", 0, "pages with memory errors"),
            PageKind.OFFLINE, new Kind("OFFLINE", 0, "offline pages"),
            PageKind.BEHIND, new Kind("BEHIND", 0, "memory behind the kernel's"));

    private static final List<PageKind> SHOWN = List.of(
            PageKind.CACHE,
            PageKind.PRIVATE_CACHE,
            PageKind.USER,
            PageKind.FREE,
            PageKind.HWPOISON,
            PageKind.OFFLINE,
            PageKind.BEHIND);

    private MemoryUsage() {}

    private record Kind(String name, int level, String words) {}

    /**
     * Counts. Pages of zeros are those that no other bit leaves out; for them all pages that a dump of level 30 has are read.
     *
     * @param image the dump
     * @param kinds what its pages hold
     * @param threads how many threads work, at least 1
     */
    public static Result of(DumpImage image, PageKinds kinds, int threads, Progress progress) {
        var rest = kinds.memory().copy();
        rest.removeAll(kinds.excluded(PageKinds.MAXIMUM_LEVEL));
        ZeroPages.Found found = ZeroPages.count(image, rest, threads, progress);
        List<Row> rows = new ArrayList<>();
        long total = pages(kinds, image, kinds.memory().count());
        long zeros = pages(kinds, image, found.zeros());
        rows.add(row(kinds, "ZERO", zeros, 1, "pages filled with zeros, of no other kind"));
        long left = total - zeros;
        for (PageKind kind : SHOWN) {
            Kind names = java.util.Objects.requireNonNull(KINDS.get(kind));
            long pages = kinds.count(kind);
            left -= pages;
            String unknown = kinds.unknown().get(kind);
            rows.add(row(kinds, names.name(), pages, names.level(), names.words())
                    .put("unknown", unknown));
        }
        rows.add(row(kinds, "KERN_DATA", left, -1, "the kernel's own data, and what could not be judged"));
        rows.add(row(kinds, "TOTAL", total, -1, "all memory").put("page_size", kinds.pageSize()));
        List<Diagnostic> diagnostics = new ArrayList<>(kinds.remarks());
        if (found.missing() > 0) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    pages(kinds, image, found.missing())
                            + " pages are not in this dump; whether they were zeros is not known"));
        }
        boolean cancelled = progress.cancelled() || kinds.cancelled();
        if (cancelled) {
            diagnostics.add(
                    new Diagnostic(Diagnostic.Severity.WARNING, "stopped before the end; the counts are too low"));
        }
        boolean whole = !cancelled && kinds.unknown().isEmpty();
        return new Result(
                "dump-mem-usage/1",
                whole ? Result.Status.OK : Result.Status.PARTIAL,
                rows,
                diagnostics,
                MemoryUsage::write);
    }

    private static long pages(PageKinds kinds, DumpImage image, long frames) {
        return frames * image.pageSize() / kinds.pageSize();
    }

    private static Row row(PageKinds kinds, String type, long pages, int level, String words) {
        return new Row()
                .put("type", type)
                .put("pages", pages)
                .put("bytes", pages * kinds.pageSize())
                .put("level", level > 0 ? (Object) level : level == 0 ? "always" : null)
                .put("description", words);
    }

    private static void write(Result result, TextOut out) {
        out.line(String.format(
                Locale.ROOT, "%-14s %12s %11s  %-10s  %s", "TYPE", "PAGES", "MB", "LEFT OUT", "DESCRIPTION"));
        for (Row row : result.rows()) {
            String level = row.get("level") == null
                    ? ""
                    : row.get("level") instanceof String ? "always" : "-d " + row.text("level");
            out.line(String.format(
                    Locale.ROOT,
                    "%-14s %12s %11.1f  %-10s  %s",
                    row.text("type"),
                    row.get("unknown") == null ? row.text("pages") : "?",
                    row.number("bytes") / 1048576.0,
                    level,
                    row.text("description")));
        }
        out.line();
        out.line("page size: " + result.rows().getLast().text("page_size") + " bytes");
    }
}
