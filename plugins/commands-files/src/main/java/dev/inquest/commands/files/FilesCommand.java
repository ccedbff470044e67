package dev.inquest.commands.files;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code files}: the open files of tasks. */
@Component(service = Command.class, property = "inquest.command=files")
public final class FilesCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("files", "show the open files of tasks")
            .operands("[pid | task | command | 'regex'] ...")
            .option(
                    "R",
                    "text",
                    "Show only files with this text in their path, or with this descriptor, file, dentry or inode.")
            .describe(
                    "Shows a task's root and current directory, and for each open file its descriptor, the addresses of file, dentry and "
                            + "inode, its type and its path as the task's mounts make it. Sockets show their protocol in place of a path.")
            .example("open files of the panic task", "files", "")
            .example("open files of process 139", "files 139", "")
            .example("who has this file open?", "foreach files -R /var/log/messages", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        OpenFiles reader = new OpenFiles(invocation.kernel());
        String reference = arguments.value("R").orElse(null);
        List<Row> rows = new ArrayList<>();
        for (Task task : TaskSelector.select(invocation, arguments.operands())) {
            if (invocation.progress().cancelled()) {
                break;
            }
            Row row = reader.row(task);
            if (reference != null) {
                List<Row> matching = row.rows("files").stream()
                        .filter(file -> matches(file, reference))
                        .toList();
                boolean directory =
                        row.text("root").contains(reference) || row.text("cwd").contains(reference);
                if (matching.isEmpty() && !directory) {
                    continue;
                }
                row.put("files", matching);
            }
            rows.add(row);
        }
        return Result.of("files/1", rows, FilesCommand::show);
    }

    private static boolean matches(Row file, String reference) {
        if (file.text("path").contains(reference) || file.text("fd").equals(reference)) {
            return true;
        }
        String digits = reference.startsWith("0x") ? reference.substring(2) : reference;
        for (String cell : List.of("file", "dentry", "inode")) {
            if (file.get(cell) instanceof Address address
                    && Long.toHexString(address.value()).equals(digits)) {
                return true;
            }
        }
        return false;
    }

    private static void show(Result result, TextOut out) {
        boolean first = true;
        for (Row row : result.rows()) {
            if (!first) {
                out.line();
            }
            first = false;
            TaskLine.write(row, out);
            if (!"".equals(row.get("root")) || !"".equals(row.get("cwd"))) {
                out.line("ROOT: " + text(row, "root") + "    CWD: " + text(row, "cwd"));
            }
            if (row.get("files") instanceof Unavailable reason) {
                out.line("  (" + reason.reason() + ")");
                continue;
            }
            List<Row> files = row.rows("files");
            if (files.isEmpty()) {
                out.line("No open files");
                continue;
            }
            out.line(" FD       FILE            DENTRY           INODE       TYPE PATH");
            for (Row file : files) {
                String fd = file.text("fd");
                out.line((" ".repeat(Math.max(0, 3 - fd.length())) + fd + " " + text(file, "file") + " "
                        + text(file, "dentry") + " " + text(file, "inode") + " " + pad(text(file, "type")) + " "
                        + text(file, "path")));
            }
        }
    }

    private static String pad(String type) {
        return type + " ".repeat(Math.max(0, 4 - type.length()));
    }

    private static String text(Row row, String cell) {
        return switch (row.get(cell)) {
            case null -> "";
            case Address address -> address.digits();
            case Unavailable reason -> "(" + reason.kind() + ")";
            case Object value -> value.toString();
        };
    }
}
