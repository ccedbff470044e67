package dev.inquest.commands.dump.check;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.commands.dump.Amounts;
import dev.inquest.commands.dump.Operands;
import dev.inquest.commands.dump.Subcommand;
import dev.inquest.commands.dump.Tools;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code dump check}: whether every page that a dump should have can be read. */
public final class CheckDump implements Subcommand {
    private static final int DEFAULT_SHOWN = 20;

    @Override
    public String name() {
        return "check";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException {
        if (operands.isEmpty()) {
            throw CommandException.usage("check: name a dump, or all parts of a split one");
        }
        List<Path> files = Operands.paths(operands);
        int shown = Operands.number(invocation.arguments(), "n", DEFAULT_SHOWN, 0, 1_000_000);
        int threads = Operands.threads(invocation.arguments());
        Progress progress = invocation.progress();
        long start = System.nanoTime();
        try (DumpImage image = tools.image(files, progress)) {
            PageCheck.Found found = new PageCheck(image, shown, progress).run(threads);
            List<String> remarks = image.facts().remarks();
            boolean sound = found.damaged() == 0 && image.facts().complete();
            Row row = new Row()
                    .put("files", image.names())
                    .put("format", image.facts().format())
                    .put("pages", found.read())
                    .put("bytes", found.read() * image.pageSize())
                    .put("damaged", found.damaged())
                    .put("sound", sound && !progress.cancelled())
                    .put("remarks", remarks)
                    .put("seconds", (System.nanoTime() - start) / 1_000_000 / 1e3)
                    .put("damage", damage(found, image.pageSize()));
            List<Diagnostic> diagnostics = progress.cancelled()
                    ? List.of(new Diagnostic(
                            Diagnostic.Severity.WARNING, "stopped before the end: the rest was not looked at"))
                    : List.of();
            return new Result(
                    "dump-check/1",
                    sound && diagnostics.isEmpty() ? Result.Status.OK : Result.Status.PARTIAL,
                    List.of(row),
                    diagnostics,
                    CheckDump::write);
        }
    }

    private static List<Row> damage(PageCheck.Found found, int pageSize) {
        List<Row> rows = new ArrayList<>();
        for (PageCheck.Damage damage : found.first()) {
            rows.add(new Row()
                    .put("pfn", damage.pfn())
                    .put("physical", new Address(damage.pfn() * pageSize))
                    .put("end_pfn", damage.end())
                    .put(
                            "file",
                            damage.storage() == null ? null : damage.storage().file())
                    .put(
                            "offset",
                            damage.storage() == null ? null : damage.storage().offset())
                    .put("reason", damage.reason()));
        }
        return rows;
    }

    private static void write(Result result, TextOut out) {
        for (Row row : result.rows()) {
            for (Row damage : row.rows("damage")) {
                long pages = damage.number("end_pfn") - damage.number("pfn");
                out.line(String.format(
                        "pfn %-10s physical %-14s %s%s",
                        Long.toHexString(damage.number("pfn")),
                        damage.text("physical"),
                        pages > 1
                                ? "(" + pages + " pages) "
                                : damage.get("offset") == null ? "" : "offset " + damage.text("offset") + " ",
                        damage.text("reason")));
            }
            long damaged = row.number("damaged");
            long listed = row.rows("damage").stream()
                    .mapToLong(damage -> damage.number("end_pfn") - damage.number("pfn"))
                    .sum();
            if (damaged > listed) {
                out.line("and " + (damaged - listed) + " more (-n shows more)");
            }
            if (row.get("remarks") instanceof List<?> remarks) {
                remarks.forEach(remark -> out.line(String.valueOf(remark)));
            }
            List<String> names = fileNames(row);
            out.line((names.size() == 1 ? names.getFirst() : names.size() + " files") + ": " + summary(row));
        }
    }

    private static List<String> fileNames(Row row) {
        return row.get("files") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private static String summary(Row row) {
        long damaged = row.number("damaged");
        return row.text("pages") + " pages (" + Amounts.bytes(row.number("bytes")) + ") can be read, "
                + (damaged == 0 ? "none is damaged" : damaged + " are damaged or lost")
                + (row.is("sound") ? "" : damaged == 0 ? "; the dump is not complete" : "");
    }
}
