package dev.inquest.commands.dump.write;

import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.commands.dump.Amounts;
import dev.inquest.commands.dump.classify.PageKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What was written, as rows and as text. */
final class WrittenReport {
    private WrittenReport() {}

    /** Returns the result of a command that wrote a dump. */
    static Result of(String schema, Written written, Job job) {
        List<Diagnostic> diagnostics = new ArrayList<>(written.remarks());
        boolean partial = written.lost() > 0 || !written.sourceComplete();
        Row row = row(written, job);
        if (job.standardOutput()) {
            // The dump has standard output to itself; what there is to say goes the way of remarks.
            summary(row).forEach(line -> diagnostics.add(new Diagnostic(Diagnostic.Severity.INFO, line)));
        }
        return new Result(
                schema,
                partial ? Result.Status.PARTIAL : Result.Status.OK,
                List.of(row),
                List.copyOf(diagnostics),
                (result, out) -> {
                    if (!job.standardOutput()) {
                        result.rows().forEach(one -> write(one, out));
                    }
                });
    }

    private static Row row(Written written, Job job) {
        List<Row> files = new ArrayList<>();
        for (Written.File file : written.files()) {
            files.add(new Row()
                    .put("file", file.name())
                    .put("pages", file.pages())
                    .put("bytes", file.bytes()));
        }
        Selection selection = written.selection();
        List<Row> leftOut = new ArrayList<>();
        selection.leftOut().forEach((kind, pages) -> leftOut.add(leftOut(name(kind), kind.words(), pages)));
        boolean elf = job.format().equals(Job.ELF);
        return new Row()
                .put("source", written.sourceNames())
                .put("source_format", written.sourceFormat())
                .put("source_bytes", written.sourceBytes())
                .put("source_level", selection.sourceLevel())
                .put("files", files)
                .put("format", job.format())
                .put("compression", written.compression().name().toLowerCase(Locale.ROOT))
                .put("flattened", job.flattened() || job.standardOutput())
                .put("dry_run", job.dryRun())
                .put("level", selection.level())
                .put("page_size", written.pageSize())
                .put("end_pfn", written.endPfn())
                .put("memory", written.memory())
                .put("written", written.pages())
                .put("zeros", written.zeros())
                .put("zeros_shared", !elf)
                .put("left_out", leftOut)
                .put("not_in_source", selection.sourceLacks())
                .put("lost", written.lost())
                .put("bytes", written.bytes())
                .put("seconds", written.seconds());
    }

    private static Row leftOut(String kind, String words, long pages) {
        return new Row().put("kind", kind).put("words", words).put("pages", pages);
    }

    private static String name(PageKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private static void write(Row row, TextOut out) {
        summary(row).forEach(out::line);
        for (Row file : row.rows("files").size() > 1 ? row.rows("files") : List.<Row>of()) {
            out.line(String.format(
                    "  %-24s %12d pages %11s",
                    file.text("file"), file.number("pages"), Amounts.bytes(file.number("bytes"))));
        }
        long size = row.number("page_size");
        line(out, "memory", row.number("memory"), size);
        line(out, "written", row.number("written"), size);
        if (row.number("zeros") > 0) {
            line(
                    out,
                    row.is("zeros_shared") ? "  of these zeros, as one page" : "left out: pages of zeros",
                    row.number("zeros"),
                    size);
        }
        for (Row kind : row.rows("left_out")) {
            if (kind.number("pages") > 0) {
                line(out, "left out: " + kind.text("words"), kind.number("pages"), size);
            }
        }
        if (row.number("not_in_source") > 0) {
            line(out, "not in the source", row.number("not_in_source"), size);
        }
        if (row.number("lost") > 0) {
            line(out, "could not be read", row.number("lost"), size);
        }
    }

    private static List<String> summary(Row row) {
        List<Row> files = row.rows("files");
        String name = files.size() == 1 ? files.getFirst().text("file") : files.size() + " files";
        long bytes = row.number("bytes");
        String packing = row.text("compression").equals("none") ? "not compressed" : row.text("compression");
        double seconds = row.get("seconds") instanceof Double value ? value : 0;
        return List.of((name.equals("-") ? "standard output" : name) + ": " + row.text("format")
                + (row.is("flattened") ? ", flattened" : "") + ", " + packing + ", level " + row.text("level") + ": "
                + row.text("written") + " pages, " + Amounts.bytes(bytes) + " ("
                + Amounts.percent(bytes, row.number("source_bytes")) + " of the source), "
                + String.format(Locale.ROOT, "%.1f s", seconds)
                + (row.is("dry_run") ? "; nothing was written (--dry-run)" : ""));
    }

    private static void line(TextOut out, String what, long pages, long pageSize) {
        out.line(String.format("  %-42s %12d %11s", what, pages, Amounts.bytes(pages * pageSize)));
    }
}
