package dev.inquest.commands.files;

import dev.inquest.api.command.TaskLine;
import dev.inquest.api.files.NamedFiles;
import dev.inquest.api.files.Paths;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the files of tasks: their tables of descriptors, and sockets' protocols. */
@Reads(
        value = "socket_alloc",
        optional = {"vfs_inode", "socket.sk"},
        lost = "protocols of sockets")
@Reads(value = "sock", optional = "__sk_common.skc_prot", lost = "protocols of sockets")
@Reads(value = "proto", optional = "name", lost = "protocols of sockets")
final class OpenFiles {
    private static final int MOST_FILES = 1 << 20;

    private final Kernel kernel;
    private final StructLayout<Fs.TaskFiles> tasks;
    private final StructLayout<Fs.FsStruct> directories;
    private final StructLayout<Fs.FilesStruct> tables;
    private final StructLayout<Fs.OpenFile> files;
    private final StructLayout<Fs.Inode> inodes;
    private final Paths paths;

    OpenFiles(Kernel kernel) {
        this.kernel = kernel;
        this.tasks = kernel.bind(Fs.TaskFiles.class);
        this.directories = kernel.bind(Fs.FsStruct.class);
        this.tables = kernel.bind(Fs.FilesStruct.class);
        this.files = kernel.bind(Fs.OpenFile.class);
        this.inodes = kernel.bind(Fs.Inode.class);
        this.paths = new Paths(kernel);
    }

    /** Returns a task's row: {@code root}, {@code cwd} and the rows of {@code files}. */
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
        NamedFiles.PathStruct path = root ? both.root() : both.pwd();
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
                files.has("inode")
                        ? file.inode()
                        : paths.dentry(file.path().dentry()).inode()));
        row.put("dentry", dentry).put("inode", inode);
        Object type = inode instanceof Address at
                ? Cell.of(() -> type(inodes.at(at.value()).mode()))
                : inode;
        row.put("type", type);
        row.put("path", Cell.of(() -> {
            if ("SOCK".equals(type) && inode instanceof Address at) {
                return socket(at.value());
            }
            return paths.of(file.path().mnt(), file.path().dentry());
        }));
        row.put("deleted", Cell.of(() -> paths.deleted(file.path().dentry())));
        row.put("vfsmount", Cell.address(() -> file.path().mnt()));
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

    /** Returns the protocol of a socket, as {@code sk->sk_prot->name} has it; the inode lies in a {@code struct socket_alloc}. */
    private String socket(long inode) {
        StructType both = kernel.struct("socket_alloc");
        StructType.Place place = both.find("vfs_inode");
        if (place == null) {
            throw new MissingTypeException("struct socket_alloc has no member vfs_inode");
        }
        long sock = kernel.at("struct socket_alloc", inode - place.offset())
                .member("socket.sk")
                .asLong();
        if (sock == 0) {
            return "";
        }
        return kernel.at("struct sock", sock)
                .member("__sk_common.skc_prot")
                .member("name")
                .asString();
    }
}
