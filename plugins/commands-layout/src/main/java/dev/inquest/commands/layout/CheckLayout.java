package dev.inquest.commands.layout;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.FieldManifest;
import dev.inquest.api.kernel.FieldManifest.Missing;
import dev.inquest.api.kernel.FieldManifest.State;
import dev.inquest.api.kernel.FieldManifest.Verdict;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LoadMap;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code layout check}: whether kernels have what the installed plugins read of their structures. */
final class CheckLayout implements Subcommand {
    private final KernelOpener opener;
    private final FieldManifest manifest;

    CheckLayout(KernelOpener opener, FieldManifest manifest) {
        this.opener = opener;
        this.manifest = manifest;
    }

    @Override
    public String name() {
        return "check";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands) throws CommandException {
        if (operands.isEmpty()) {
            throw CommandException.usage("layout check: name a vmlinux, a layout bundle or a file with BTF");
        }
        boolean all = invocation.arguments().has("all");
        Progress progress = invocation.progress();
        List<Path> files = Operands.paths(operands);
        List<Row> rows = new ArrayList<>();
        boolean usable = true;
        for (Path file : files) {
            progress.report("checking " + file, rows.size(), 0);
            if (progress.cancelled()) {
                break;
            }
            for (Verdict verdict : check(file, progress)) {
                usable &= verdict.state() != State.UNUSABLE;
                rows.add(row(file, verdict, all));
            }
        }
        return new Result(
                "layout-check/1",
                usable ? Result.Status.OK : Result.Status.PARTIAL,
                rows,
                List.<Diagnostic>of(),
                CheckLayout::write);
    }

    private List<Verdict> check(Path path, Progress progress) throws CommandException {
        try (DebugFile file = opener.openDebugFile(path, progress)) {
            List<TypeSource> ready = new ArrayList<>();
            List<TypeSource> slow = new ArrayList<>();
            for (LayoutSource source : file.load(LoadMap.kernel(0))) {
                TypeSource types = source.types();
                if (types != null) {
                    (types.ready() ? ready : slow).add(types);
                }
            }
            // As a session does: what needs an index is read only where nothing else has types.
            List<TypeSource> types = ready.isEmpty() ? slow : ready;
            if (types.isEmpty()) {
                throw CommandException.failed(
                        path + ": has no types; give a vmlinux with debug information, a layout bundle or BTF");
            }
            return manifest.check(types, file.machine());
        } catch (OpenException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Row row(Path file, Verdict verdict, boolean all) {
        List<Row> missing = new ArrayList<>();
        for (Missing one : verdict.missing()) {
            if (all || one.required() || !one.lost().isEmpty()) {
                missing.add(new Row()
                        .put("struct", one.struct())
                        .put("member", one.member().isEmpty() ? null : one.member())
                        .put("required", one.required())
                        .put("lost", one.lost().isEmpty() ? null : one.lost())
                        .put("since", one.since().isEmpty() ? null : one.since())
                        .put("problem", one.problem().isEmpty() ? null : one.problem()));
            }
        }
        return new Row()
                .put("file", file.toString())
                .put("plugin", verdict.part().plugin())
                .put("command", verdict.part().name())
                .put("state", verdict.state().words())
                .put("missing", missing);
    }

    private static void write(Result result, TextOut out) {
        String file = "";
        Map<String, Integer> counts = new HashMap<>();
        for (Row row : result.rows()) {
            if (!row.text("file").equals(file)) {
                file = row.text("file");
                out.line(file);
            }
            counts.merge(row.text("state"), 1, Integer::sum);
            out.line(String.format("  %-9s  %-22s %s", row.text("state"), row.text("command"), row.text("plugin")));
            for (Row missing : row.rows("missing")) {
                out.line("               " + words(missing));
            }
        }
        StringBuilder summary = new StringBuilder();
        for (State state : State.values()) {
            summary.append(summary.isEmpty() ? "" : ", ");
            summary.append(counts.getOrDefault(state.words(), 0)).append(' ').append(state.words());
        }
        out.line(summary.toString());
    }

    private static String words(Row missing) {
        StringBuilder words = new StringBuilder();
        if (missing.get("problem") != null) {
            words.append(missing.text("problem"));
        } else {
            words.append("no ").append(missing.text("struct"));
            if (missing.get("member") != null) {
                words.append('.').append(missing.text("member"));
            }
        }
        if (missing.get("lost") != null) {
            words.append("; lost: ").append(missing.text("lost"));
        } else if (!missing.is("required")) {
            words.append("; nothing is lost");
        }
        if (missing.get("since") != null) {
            words.append(" (").append(missing.text("since")).append(')');
        }
        return words.toString();
    }
}
