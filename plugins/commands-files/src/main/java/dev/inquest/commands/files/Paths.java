package dev.inquest.commands.files;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Spells paths as {@code d_path} does (fs/d_path.c): up through dentries and across mounts to the root. */
@Reads(
        value = "socket_alloc",
        optional = {"vfs_inode", "socket.sk"},
        lost = "protocols of sockets")
@Reads(value = "sock", optional = "__sk_common.skc_prot", lost = "protocols of sockets")
@Reads(value = "proto", optional = "name", lost = "protocols of sockets")
final class Paths {
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 4096;

    private final Kernel kernel;
    private final StructLayout<Fs.Dentry> dentries;
    private final StructLayout<Fs.Mount> mounts;
    private final StructLayout<Fs.SuperBlock> superBlocks;
    private final long vfsmountInMount;

    Paths(Kernel kernel) {
        this.kernel = kernel;
        this.dentries = kernel.bind(Fs.Dentry.class);
        this.mounts = kernel.bind(Fs.Mount.class);
        this.superBlocks = kernel.bind(Fs.SuperBlock.class);
        this.vfsmountInMount = mounts.offset("vfsmount").orElse(0);
    }

    /** Returns the path, or the name that a file without one shows: {@code [eventfd]}, {@code inotify}. */
    String of(long vfsmount, long dentryAddress) {
        Fs.Dentry dentry = dentries.at(dentryAddress);
        String fileSystem = fileSystem(dentry);
        if (fileSystem.equals("sockfs") || fileSystem.equals("pipefs")) {
            return "";
        }
        if (fileSystem.equals("anon_inodefs")) {
            return name(dentry);
        }
        if (dentry.parent() == dentry.address() && !name(dentry).equals("/")) {
            // A file without a directory, such as a memfd, is a root with a name of its own.
            return name(dentry);
        }
        Deque<String> names = new ArrayDeque<>();
        Fs.Mount mount = mounts.at(vfsmount - vfsmountInMount);
        for (int depth = 0; depth < DEEPEST; depth++) {
            if (dentry.address() == mount.root() || dentry.parent() == dentry.address()) {
                long up = mount.parent();
                if (up == mount.address() || up == 0) {
                    return names.isEmpty() ? "/" : "/" + String.join("/", names);
                }
                dentry = dentries.at(mount.mountpoint());
                mount = mounts.at(up);
            } else {
                names.addFirst(name(dentry));
                dentry = dentries.at(dentry.parent());
            }
        }
        throw new CorruptListException(
                "the path of dentry 0x" + Long.toHexString(dentryAddress) + " does not come to a root");
    }

    /** Returns the name of the file system that a dentry is on. */
    String fileSystem(long dentry) {
        return fileSystem(dentries.at(dentry));
    }

    private String fileSystem(Fs.Dentry dentry) {
        return kernel.memory()
                .cString(superBlocks.at(dentry.superBlock()).type().name(), 64);
    }

    /** Returns whether the file was deleted while it was open: its dentry is in no hash table, and it is no root. */
    boolean deleted(long address) {
        Fs.Dentry dentry = dentries.at(address);
        String fileSystem = fileSystem(dentry);
        return dentry.hashed() == 0
                && dentry.parent() != address
                && !fileSystem.equals("sockfs")
                && !fileSystem.equals("pipefs")
                && !fileSystem.equals("anon_inodefs");
    }

    long inode(long dentry) {
        return dentries.at(dentry).inode();
    }

    private String name(Fs.Dentry dentry) {
        int length = dentry.nameLength();
        if (length < 0 || length > LONGEST_NAME) {
            throw new CorruptListException("the name of dentry 0x" + Long.toHexString(dentry.address())
                    + " is said to be " + length + " bytes long");
        }
        return new String(kernel.memory().bytes(dentry.name(), length), StandardCharsets.UTF_8);
    }

    /** Returns the protocol of a socket, as {@code sk->sk_prot->name} has it; the inode lies in a {@code struct socket_alloc}. */
    String socket(long inode) {
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
