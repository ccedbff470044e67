package dev.inquest.api.files;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.types.CorruptListException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Spells paths as {@code d_path} does (fs/d_path.c): up through dentries and across mounts to the root. Names that are not in the dump are
 * faults, and chains of parents that do not end are corrupt.
 */
public final class Paths {
    private static final int LONGEST_NAME = 255;
    private static final int DEEPEST = 4096;

    private final Kernel kernel;
    private final StructLayout<NamedFiles.Dentry> dentries;
    private final StructLayout<NamedFiles.Mount> mounts;
    private final StructLayout<NamedFiles.SuperBlock> superBlocks;
    private final StructLayout<NamedFiles.OpenedAs> files;
    private final long vfsmountInMount;

    /**
     * Begins.
     *
     * @throws dev.inquest.api.types.MissingTypeException when the kernel's types lack the structures
     */
    public Paths(Kernel kernel) {
        this.kernel = kernel;
        this.dentries = kernel.bind(NamedFiles.Dentry.class);
        this.mounts = kernel.bind(NamedFiles.Mount.class);
        this.superBlocks = kernel.bind(NamedFiles.SuperBlock.class);
        this.files = kernel.bind(NamedFiles.OpenedAs.class);
        this.vfsmountInMount = mounts.offset("vfsmount").orElse(0);
    }

    /** Returns the path of an open file by the address of its {@code struct file}; empty for address 0. */
    public String ofFile(long file) {
        if (file == 0) {
            return "";
        }
        NamedFiles.PathStruct path = files.at(file).path();
        return of(path.mnt(), path.dentry());
    }

    /** Returns the path of the directory that a mount is on, by the address of its {@code struct mount}; {@code /} for a root. */
    public String ofMount(long address) {
        NamedFiles.Mount mount = mounts.at(address);
        long up = mount.parent();
        return up == address || up == 0 ? "/" : of(up + vfsmountInMount, mount.mountpoint());
    }

    /** Returns a mount by the address of the {@code vfsmount} inside. */
    public NamedFiles.Mount mount(long vfsmount) {
        return mounts.at(vfsmount - vfsmountInMount);
    }

    /** Returns a dentry. */
    public NamedFiles.Dentry dentry(long address) {
        return dentries.at(address);
    }

    /**
     * Returns the path of a dentry on a mount, or the name that a file without one shows: {@code [eventfd]}, {@code inotify}; empty for
     * sockets and pipes.
     */
    public String of(long vfsmount, long dentryAddress) {
        NamedFiles.Dentry dentry = dentries.at(dentryAddress);
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
        NamedFiles.Mount mount = mount(vfsmount);
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
    public String fileSystem(long dentry) {
        return fileSystem(dentries.at(dentry));
    }

    private String fileSystem(NamedFiles.Dentry dentry) {
        return kernel.memory()
                .cString(superBlocks.at(dentry.superBlock()).type().name(), 64);
    }

    /** Returns whether the file was deleted while it was open: its dentry is in no hash table, and it is no root. */
    public boolean deleted(long address) {
        NamedFiles.Dentry dentry = dentries.at(address);
        String fileSystem = fileSystem(dentry);
        return dentry.hashed() == 0
                && dentry.parent() != address
                && !fileSystem.equals("sockfs")
                && !fileSystem.equals("pipefs")
                && !fileSystem.equals("anon_inodefs");
    }

    private String name(NamedFiles.Dentry dentry) {
        int length = dentry.nameLength();
        if (length < 0 || length > LONGEST_NAME) {
            throw new CorruptListException("the name of dentry 0x" + Long.toHexString(dentry.address())
                    + " is said to be " + length + " bytes long");
        }
        return new String(kernel.memory().bytes(dentry.name(), length), StandardCharsets.UTF_8);
    }
}
