package dev.inquest.commands.layout;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.layout.LayoutBuilder.Built;
import dev.inquest.api.layout.LayoutBuilder.Request;
import dev.inquest.api.layout.LayoutBuilder.Section;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code layout build}. */
final class BuildLayout implements Subcommand {
    private static final int REMARKS = 10;

    private final LayoutBuilder builder;

    BuildLayout(LayoutBuilder builder) {
        this.builder = builder;
    }

    @Override
    public String name() {
        return "build";
    }

    @Override
    public Result run(Invocation invocation, List<String> operands) throws CommandException {
        if (operands.isEmpty()) {
            throw CommandException.usage("layout build: name a vmlinux");
        }
        Request request = request(invocation.arguments(), operands);
        Built built;
        try {
            built = builder.build(request, invocation.progress());
        } catch (OpenException e) {
            throw CommandException.failed(String.valueOf(e.getMessage()));
        }
        if (built == null) {
            return Result.failed("layout-build/1", "stopped; nothing was written");
        }
        return result(built);
    }

    private static Request request(Arguments arguments, List<String> operands) throws CommandException {
        try {
            List<Path> modules = new ArrayList<>();
            for (String module : operands.subList(1, operands.size())) {
                modules.add(Path.of(module));
            }
            String output = arguments.value("o").orElse(null);
            return new Request(
                    Path.of(operands.getFirst()),
                    modules,
                    output == null ? null : Path.of(output),
                    Parts.of(arguments));
        } catch (InvalidPathException e) {
            throw CommandException.usage("layout build: not the name of a file: " + e.getInput());
        }
    }

    private static Result result(Built built) {
        List<Row> sections = new ArrayList<>();
        for (Section section : built.sections()) {
            sections.add(new Row()
                    .put("part", section.name())
                    .put("count", section.count())
                    .put("bytes", section.size()));
        }
        Row row = new Row()
                .put("file", built.file().toString())
                .put("release", built.release())
                .put("build_id", built.buildId())
                .put("architecture", built.architecture())
                .put("modules", built.modules())
                .put("bytes", built.size())
                .put("parts", sections);
        return Result.of("layout-build/1", List.of(row), remarks(built.remarks()), view());
    }

    private static List<Diagnostic> remarks(List<String> remarks) {
        List<Diagnostic> diagnostics = new ArrayList<>();
        for (String remark : remarks.subList(0, Math.min(REMARKS, remarks.size()))) {
            diagnostics.add(new Diagnostic(Diagnostic.Severity.INFO, remark));
        }
        if (remarks.size() > REMARKS) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.INFO, "and " + (remarks.size() - REMARKS) + " more of the kind"));
        }
        return diagnostics;
    }

    private static TextView view() {
        return (result, out) -> {
            Row row = result.rows().getFirst();
            String modules = row.number("modules") == 0 ? "" : ", " + row.number("modules") + " modules";
            out.line(row.text("file") + ": Linux " + row.text("release") + " (" + row.text("architecture") + ")"
                    + ", build ID " + row.text("build_id") + modules);
            out.line(String.format("%-18s %9s %10s", "PART", "COUNT", "BYTES"));
            for (Row part : row.rows("parts")) {
                out.line(
                        String.format("%-18s %9d %10d", part.text("part"), part.number("count"), part.number("bytes")));
            }
            out.line(String.format("%-18s %9s %10d", "file", "", row.number("bytes")));
        };
    }
}
