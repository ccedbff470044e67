package dev.inquest.commands.kdump;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.commands.kdump.check.Outcome;
import dev.inquest.commands.kdump.check.Readiness;
import dev.inquest.commands.kdump.check.Target;
import dev.inquest.commands.kdump.check.Triggers;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code kdump check}. */
final class CheckReport {
    private static final int LARGEST = 1 << 20;
    private final String root;

    CheckReport(Arguments arguments) {
        this.root = arguments.value("root").orElse("");
    }

    Result run(List<String> operands) throws CommandException {
        if (operands.size() > 1 || !operands.isEmpty() && !root.isEmpty()) {
            throw CommandException.usage("kdump check: give one machine: --root DIR or a sosreport");
        }
        String place = operands.isEmpty() ? (root.isEmpty() ? "/" : root) : operands.getFirst();
        Set<String> paths = new TreeSet<>(Readiness.paths());
        paths.addAll(Triggers.paths());
        paths.addAll(Target.paths());
        MachineFiles files;
        Path path;
        try {
            path = Path.of(place);
            if (!Files.exists(path)) {
                throw CommandException.failed(place + ": no such file or folder");
            }
            files = MachineFiles.named(path, paths, LARGEST);
        } catch (InvalidPathException e) {
            throw CommandException.usage("not the name of a file: " + place);
        } catch (IOException e) {
            throw CommandException.failed(place + ": " + e.getMessage());
        }
        if (files.files().isEmpty()) {
            throw CommandException.failed(
                    place + ": has none of a machine's files, such as proc/cmdline or etc/kdump.conf");
        }
        List<Outcome> outcomes = new ArrayList<>(Readiness.of(files));
        outcomes.addAll(Target.of(files, place.equals("/") ? path : null));
        outcomes.addAll(Triggers.of(files));
        return result(outcomes);
    }

    private static Result result(List<Outcome> outcomes) {
        List<Row> rows = new ArrayList<>();
        boolean ready = true;
        for (Outcome outcome : outcomes) {
            ready &= outcome.state() != Outcome.State.NOT_READY;
            rows.add(new Row()
                    .put("question", outcome.question())
                    .put("state", outcome.state().words())
                    .put("detail", outcome.detail())
                    .put("next", outcome.next().isEmpty() ? null : outcome.next()));
        }
        return new Result(
                "kdump-check/1",
                ready ? Result.Status.OK : Result.Status.PARTIAL,
                rows,
                List.<Diagnostic>of(),
                CheckReport::write);
    }

    private static void write(Result result, TextOut out) {
        int notReady = 0;
        for (Row row : result.rows()) {
            notReady += row.text("state").equals("not ready") ? 1 : 0;
            out.line(String.format("%-9s  %s: %s", row.text("state"), row.text("question"), row.text("detail")));
            if (row.get("next") != null) {
                out.line("           next: " + row.text("next"));
            }
        }
        out.line(
                notReady == 0
                        ? "nothing speaks against a dump"
                        : "the next crash leaves no dump, or not for every cause: " + notReady + " not ready");
    }
}
