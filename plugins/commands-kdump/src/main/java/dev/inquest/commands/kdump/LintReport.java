package dev.inquest.commands.kdump;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.commands.kdump.lint.Finding;
import dev.inquest.commands.kdump.lint.Linter;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code kdump lint}. */
final class LintReport {
    private static final String PLACES =
            "etc/kdump\\.conf|etc/default/kdump-tools|etc/kdump-tools\\.conf|etc/sysconfig/kdump|etc/default/grub"
                    + "|etc/default/grub\\.d/[^/]+\\.cfg|boot/grub/(grub|menu)\\.(conf|lst)";

    private final boolean explain;
    private final int release;

    LintReport(Arguments arguments) throws CommandException {
        this.explain = arguments.has("explain");
        String given = arguments.value("release").orElse("0");
        if (!given.matches("0|[6-9]|1[0-9]")) {
            throw CommandException.usage(
                    "kdump lint: --release is RHEL's major release, 6 or later, not '" + given + "'");
        }
        this.release = Integer.parseInt(given);
    }

    Result run(List<String> operands) throws CommandException {
        List<Finding> findings = new ArrayList<>();
        int files = 0;
        for (String operand : operands.isEmpty() ? List.of("/") : operands) {
            Path path = path(operand);
            try {
                files += Files.isDirectory(path) ? machine(path, findings) : file(path, findings);
            } catch (IOException e) {
                throw CommandException.failed(operand + ": " + reason(e));
            }
        }
        return result(findings, files);
    }

    private static Path path(String operand) throws CommandException {
        try {
            Path path = Path.of(operand);
            if (!Files.exists(path)) {
                throw CommandException.failed(operand + ": no such file or folder");
            }
            return path;
        } catch (InvalidPathException e) {
            throw CommandException.usage("not the name of a file: " + operand);
        }
    }

    private static String reason(IOException e) {
        if (e instanceof java.nio.file.AccessDeniedException) {
            return "no permission to read it";
        }
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }

    private int machine(Path root, List<Finding> findings) throws IOException, CommandException {
        MachineFiles machine = MachineFiles.collect(root, name -> name.matches(PLACES), Linter.LARGEST);
        int files = 0;
        for (var file : machine.files().entrySet()) {
            List<Finding> found = new Linter(release).check(file.getKey(), file.getValue());
            // A boot menu without crashkernel= is only worth a word where no other file has one.
            if (found != null) {
                findings.addAll(found);
                files++;
            }
        }
        if (files == 0) {
            throw CommandException.failed(
                    machine.origin() + ": has none of the files that configure kdump: etc/kdump.conf, "
                            + "etc/default/kdump-tools, etc/sysconfig/kdump");
        }
        return files;
    }

    private int file(Path path, List<Finding> findings) throws IOException, CommandException {
        byte[] content;
        try (InputStream in = Files.newInputStream(path)) {
            content = in.readNBytes(Linter.LARGEST + 1);
        }
        boolean small = content.length <= Linter.LARGEST;
        List<Finding> found = small ? new Linter(release).check(path.toString(), content) : null;
        if (found != null) {
            findings.addAll(found);
            return 1;
        }
        if (content.length > 512) {
            try {
                return machine(path, findings);
            } catch (IOException e) {
                throw CommandException.failed(path + ": is neither a configuration of kdump nor an archive");
            }
        }
        throw CommandException.failed(
                path
                        + ": is no configuration of kdump that is known: kdump.conf, kdump-tools, sysconfig/kdump or a boot command line");
    }

    private Result result(List<Finding> findings, int files) {
        List<Row> rows = new ArrayList<>();
        int errors = 0;
        int warnings = 0;
        for (Finding finding : findings) {
            errors += finding.severity() == Finding.Severity.ERROR ? 1 : 0;
            warnings += finding.severity() == Finding.Severity.WARNING ? 1 : 0;
            if (explain || finding.severity() != Finding.Severity.MEANING) {
                rows.add(new Row()
                        .put("file", finding.file())
                        .put("line", finding.line() == 0 ? null : finding.line())
                        .put("severity", finding.severity().word())
                        .put("message", finding.message())
                        .put("instead", finding.instead().isEmpty() ? null : finding.instead())
                        .put("reference", finding.reference().isEmpty() ? null : finding.reference()));
            }
        }
        String summary = files
                + (files == 1 ? " file: " : " files: ")
                + errors
                + (errors == 1 ? " error, " : " errors, ")
                + warnings
                + (warnings == 1 ? " warning" : " warnings");
        return new Result(
                "kdump-lint/1",
                errors + warnings > 0 ? Result.Status.PARTIAL : Result.Status.OK,
                rows,
                List.<Diagnostic>of(),
                (result, out) -> write(result, out, summary));
    }

    private static void write(Result result, TextOut out, String summary) {
        for (Row row : result.rows()) {
            String line = row.get("line") == null ? "" : ":" + row.get("line");
            out.line(row.text("file") + line + ": " + row.text("severity") + ": " + row.text("message"));
            if (!row.text("instead").isEmpty()) {
                out.line("    instead: " + row.text("instead"));
            }
        }
        out.line(summary);
    }
}
