package dev.inquest.commands.dump.check;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.commands.dump.Amounts;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import dev.inquest.commands.dump.classify.PageKind;
import dev.inquest.commands.dump.classify.PageKinds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code dump diff}: which pages one of two dumps has and the other has not, and which differ. */
public final class DiffDump implements Subcommand {
    private static final int DEFAULT_SHOWN = 20;

    @Override
    public String name() {
        return "diff";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        if (operands.size() != 2) {
            throw CommandException.usage("diff: name two dumps");
        }
        int shown = Operands.number(invocation.arguments(), "n", DEFAULT_SHOWN, 0, 1_000_000);
        int threads = Operands.threads(invocation.arguments());
        Progress progress = invocation.progress();
        Path one = Operands.path(operands.get(0));
        Path other = Operands.path(operands.get(1));
        try (DumpImage a = tools.image(List.of(one), progress);
                DumpImage b = tools.image(List.of(other), progress)) {
            if (a.pageSize() != b.pageSize()) {
                throw CommandException.failed(one + " has page frames of " + a.pageSize() + " bytes, " + other + " of "
                        + b.pageSize() + "; they cannot be compared page by page");
            }
            PageDiff diff = new PageDiff(a, b, shown, progress).run(threads);
            List<Diagnostic> diagnostics = new ArrayList<>();
            PageKinds kinds = kinds(invocation, one, other, tools, threads, diff, diagnostics);
            if (progress.cancelled()) {
                diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, "stopped before the end"));
            }
            Row row = new Row()
                    .put("a", a.names())
                    .put("b", b.names())
                    .put("page_size", a.pageSize())
                    .put("same", diff.count(PageDiff.Difference.NONE))
                    .put("differences", differences(diff, kinds))
                    .put("runs", runs(diff, kinds));
            boolean same = diff.differing() == 0;
            return new Result(
                    "dump-diff/1",
                    same && !progress.cancelled() ? Result.Status.OK : Result.Status.PARTIAL,
                    List.of(row),
                    List.copyOf(diagnostics),
                    DiffDump::write);
        }
    }

    /** Judges the pages by the kernel of one of the dumps, where its types are at hand; first by that with more of them. */
    private static @Nullable PageKinds kinds(
            Invocation invocation,
            Path one,
            Path other,
            Tools tools,
            int threads,
            PageDiff diff,
            List<Diagnostic> diagnostics)
            throws CommandException {
        if (diff.differing() == 0 || invocation.progress().cancelled()) {
            return null;
        }
        boolean more = diff.count(PageDiff.Difference.ONLY_B) > diff.count(PageDiff.Difference.ONLY_A);
        List<Path> files = new ArrayList<>();
        files.add(more ? other : one);
        files.addAll(Operands.paths(invocation.arguments().values("x")));
        try (Kernel kernel = tools.kernel(files, true, invocation.progress())) {
            PageKinds kinds = PageKinds.read(kernel, threads, invocation.progress());
            return kinds.cancelled() ? null : kinds;
        } catch (CommandException | MissingTypeException | FaultException | CorruptListException e) {
            diagnostics.add(
                    new Diagnostic(Diagnostic.Severity.INFO, "the kinds of pages are not told: " + e.getMessage()));
            return null;
        }
    }

    private static List<Row> differences(PageDiff diff, @Nullable PageKinds kinds) {
        List<Row> rows = new ArrayList<>();
        for (PageDiff.Difference difference : PageDiff.Difference.values()) {
            if (difference != PageDiff.Difference.NONE) {
                Row row = new Row()
                        .put("difference", difference.word())
                        .put("pages", diff.count(difference))
                        .put(
                                "zeros",
                                difference == PageDiff.Difference.CONTENT
                                        ? null
                                        : Long.valueOf(diff.zeros(difference)));
                if (kinds != null) {
                    row.put("kinds", kinds(diff, difference, kinds));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<Row> kinds(PageDiff diff, PageDiff.Difference difference, PageKinds kinds) {
        List<Row> rows = new ArrayList<>();
        long judged = 0;
        for (Map.Entry<PageKind, Long> entry : diff.byKind(difference, kinds).entrySet()) {
            judged += entry.getValue();
            if (entry.getValue() > 0) {
                rows.add(new Row().put("kind", entry.getKey().words()).put("pages", entry.getValue()));
            }
        }
        if (diff.count(difference) > judged) {
            rows.add(new Row().put("kind", "other pages").put("pages", diff.count(difference) - judged));
        }
        return rows;
    }

    private static List<Row> runs(PageDiff diff, @Nullable PageKinds kinds) {
        List<Row> rows = new ArrayList<>();
        for (PageDiff.Run run : diff.runs()) {
            Row row = new Row()
                    .put("difference", run.difference().word())
                    .put("pfn", run.first())
                    .put("end_pfn", run.end())
                    .put("pages", run.end() - run.first());
            if (kinds != null) {
                row.put("kind", PageDiff.kind(run.first(), kinds));
            }
            rows.add(row);
        }
        return rows;
    }

    private static void write(Result result, TextOut out) {
        for (Row row : result.rows()) {
            long size = row.number("page_size");
            out.line("A: " + row.text("a").replaceAll("^\\[|]$", ""));
            out.line("B: " + row.text("b").replaceAll("^\\[|]$", ""));
            out.line();
            out.line(String.format(
                    "%-34s %12d %11s",
                    "the same in both", row.number("same"), Amounts.bytes(row.number("same") * size)));
            for (Row difference : row.rows("differences")) {
                long pages = difference.number("pages");
                String zeros = difference.number("zeros") > 0 ? "  of these zeros: " + difference.text("zeros") : "";
                out.line(String.format(
                        "%-34s %12d %11s%s", difference.text("difference"), pages, Amounts.bytes(pages * size), zeros));
                for (Row kind : difference.rows("kinds")) {
                    out.line(String.format("  %-32s %12d", kind.text("kind"), kind.number("pages")));
                }
            }
            if (!row.rows("runs").isEmpty()) {
                out.line();
                out.line(String.format("%-12s %-12s %8s  %s", "FIRST PFN", "LAST PFN", "PAGES", "DIFFERENCE"));
            }
            long listed = 0;
            for (Row run : row.rows("runs")) {
                listed += run.number("pages");
                out.line(String.format(
                        "%-12s %-12s %8d  %s",
                        Long.toHexString(run.number("pfn")),
                        Long.toHexString(run.number("end_pfn") - 1),
                        run.number("pages"),
                        run.text("difference") + (run.get("kind") == null ? "" : ", " + run.text("kind"))));
            }
            long differing = row.rows("differences").stream()
                    .mapToLong(difference -> difference.number("pages"))
                    .sum();
            if (differing > listed) {
                out.line("and " + (differing - listed) + " more pages (-n shows more)");
            }
        }
    }
}
