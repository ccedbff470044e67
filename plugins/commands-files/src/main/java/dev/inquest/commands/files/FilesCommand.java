package dev.inquest.commands.files;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.result.Unavailable;
import dev.inquest.api.types.CorruptListException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Component;

/** {@code files}: the open files of tasks. */
@Component(service = Command.class, property = "inquest.command=files")
public final class FilesCommand implements Command {
    private static final int MOST_FILES = 1 << 20;
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
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        FileReader reader = new FileReader(kernel);
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

    /** Reads the files of tasks. */
    private static final class FileReader {
        private final Kernel kernel;
        private final StructLayout<Fs.TaskFiles> tasks;
        private final StructLayout<Fs.FsStruct> directories;
        private final StructLayout<Fs.FilesStruct> tables;
        private final StructLayout<Fs.OpenFile> files;
        private final StructLayout<Fs.Inode> inodes;
        private final Paths paths;

        FileReader(Kernel kernel) {
            this.kernel = kernel;
            this.tasks = kernel.bind(Fs.TaskFiles.class);
            this.directories = kernel.bind(Fs.FsStruct.class);
            this.tables = kernel.bind(Fs.FilesStruct.class);
            this.files = kernel.bind(Fs.OpenFile.class);
            this.inodes = kernel.bind(Fs.Inode.class);
            this.paths = new Paths(kernel);
        }

        Row row(Task task) {
            Row row = TaskLine.row(task);
            Fs.TaskFiles owner = tasks.at(task.address());
            row.put("root", Cell.of(() -> directory(owner, true)));
            row.put("cwd", Cell.of(() -> directory(owner, false)));
            row.put("files", Cell.of(() -> open(owner)));
            return row;
        }

        private String directory(Fs.TaskFiles owner, boolean root) {
            if (owner.fs() == 0) {
                return "";
            }
            Fs.FsStruct both = directories.at(owner.fs());
            Fs.PathStruct path = root ? both.root() : both.pwd();
            return path.dentry() == 0 ? "" : paths.of(path.mnt(), path.dentry());
        }

        private List<Row> open(Fs.TaskFiles owner) {
            List<Row> rows = new ArrayList<>();
            if (owner.files() == 0) {
                return rows;
            }
            Fs.Fdtable table = tables.at(owner.files()).fdt();
            int count = table.maxFds();
            if (count < 0 || count > MOST_FILES) {
                throw new CorruptListException("the table of files is said to have " + count + " slots");
            }
            byte[] pointers = new byte[count * 8];
            Fault fault = kernel.memory().tryRead(table.fd(), pointers, 0, pointers.length);
            if (fault != null) {
                throw new FaultException(fault);
            }
            ByteBuffer slots = ByteBuffer.wrap(pointers).order(kernel.memory().order());
            for (int fd = 0; fd < count; fd++) {
                long file = slots.getLong(fd * 8);
                if (file != 0) {
                    rows.add(file(fd, file));
                }
            }
            return rows;
        }

        private Row file(int fd, long address) {
            Fs.OpenFile file = files.at(address);
            Row row = new Row().put("fd", fd).put("file", new Address(address));
            Object dentry = Cell.of(() -> new Address(file.path().dentry()));
            Object inode = Cell.of(() -> new Address(
                    files.has("inode") ? file.inode() : paths.inode(file.path().dentry())));
            row.put("dentry", dentry).put("inode", inode);
            Object type = inode instanceof Address at
                    ? Cell.of(() -> type(inodes.at(at.value()).mode()))
                    : inode;
            row.put("type", type);
            row.put("path", Cell.of(() -> {
                if ("SOCK".equals(type) && inode instanceof Address at) {
                    return paths.socket(at.value());
                }
                return paths.of(file.path().mnt(), file.path().dentry());
            }));
            row.put("deleted", Cell.of(() -> paths.deleted(file.path().dentry())));
            row.put("fstype", Cell.of(() -> paths.fileSystem(file.path().dentry())));
            return row;
        }

        // S_IFMT (include/uapi/linux/stat.h); crash's four-letter names.
        private static String type(int mode) {
            return switch (mode & 0170000) {
                case 0140000 -> "SOCK";
                case 0120000 -> "LNK";
                case 0100000 -> "REG";
                case 0060000 -> "BLK";
                case 0040000 -> "DIR";
                case 0020000 -> "CHR";
                case 0010000 -> "FIFO";
                default -> "UNKN";
            };
        }
    }
}
