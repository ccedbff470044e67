package dev.inquest.commands.files;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/** The structures between a task and the paths of its files (include/linux/fs.h, dcache.h, fdtable.h, fs/mount.h). */
public final class Fs {
    private Fs() {}

    /** What a task knows of files. */
    @KernelStruct("task_struct")
    public interface TaskFiles {
        /** Address of the {@code files_struct}; 0 for a task that has given it up. */
        long files();

        /** Address of the {@code fs_struct}; 0 for a task that has given it up. */
        long fs();
    }

    /** Root and current directory. */
    @KernelStruct("fs_struct")
    public interface FsStruct {
        /** The root directory. */
        PathStruct root();

        /** The current directory. */
        PathStruct pwd();
    }

    /** A dentry on a mount. */
    @KernelStruct("path")
    public interface PathStruct {
        /** Address of the {@code vfsmount}. */
        long mnt();

        /** Address of the dentry. */
        long dentry();
    }

    /** A task's table of files. */
    @KernelStruct("files_struct")
    public interface FilesStruct {
        /** The table in use. */
        Fdtable fdt();
    }

    /** The table itself. */
    @KernelStruct("fdtable")
    public interface Fdtable {
        /** Number of slots. */
        @Member("max_fds")
        int maxFds();

        /** Address of the array of pointers to files. */
        long fd();
    }

    /** An open file. */
    @KernelStruct("file")
    public interface OpenFile extends KernelObject {
        /** Where it was opened. */
        @Member("f_path")
        PathStruct path();

        /** Address of the inode; before dd37978c50bc (v3.9) only the dentry has it. */
        @Optional
        @Member(value = "f_inode", since = "dd37978c50bc (v3.9)")
        long inode();
    }

    /** A name in a directory. */
    @KernelStruct("dentry")
    public interface Dentry extends KernelObject {
        /** Address of the parent; its own for a root. */
        @Member("d_parent")
        long parent();

        /** Address of the name. */
        @Member("d_name.name")
        long name();

        /** Length of the name in bytes. */
        @Member("d_name.len")
        int nameLength();

        /** Address of the inode; 0 for a negative dentry. */
        @Member("d_inode")
        long inode();

        /** Address of the {@code super_block}. */
        @Member("d_sb")
        long superBlock();

        /** Address of the link in the hash table: an unhashed dentry was deleted. */
        @Member("d_hash.pprev")
        long hashed();
    }

    /** A mount; the {@code vfsmount} that others point at lies inside. */
    @KernelStruct("mount")
    public interface Mount extends KernelObject {
        /** Address of the parent mount; its own for a root. */
        @Member("mnt_parent")
        long parent();

        /** Address of the dentry that it is mounted on. */
        @Member("mnt_mountpoint")
        long mountpoint();

        /** Address of the {@code vfsmount} inside. */
        @AddressOf
        @Member("mnt")
        long vfsmount();

        /** Address of the dentry that is its root. */
        @Member("mnt.mnt_root")
        long root();
    }

    /** An inode. */
    @KernelStruct("inode")
    public interface Inode extends KernelObject {
        /** Type and permissions. */
        @Member("i_mode")
        int mode();

        /** Number. */
        @Member("i_ino")
        long number();
    }

    /** A file system in use. */
    @KernelStruct("super_block")
    public interface SuperBlock {
        /** Its type. */
        @Member("s_type")
        FileSystemType type();
    }

    /** A kind of file system. */
    @KernelStruct("file_system_type")
    public interface FileSystemType {
        /** Address of its name. */
        long name();
    }
}
