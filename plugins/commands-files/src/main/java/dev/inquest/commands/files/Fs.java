package dev.inquest.commands.files;

import dev.inquest.api.files.NamedFiles;
import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/** The structures between a task and the paths of its files (include/linux/fs.h, fdtable.h, fs/mount.h). */
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
        NamedFiles.PathStruct root();

        /** The current directory. */
        NamedFiles.PathStruct pwd();
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
        NamedFiles.PathStruct path();

        /** Address of the inode; before dd37978c50bc (v3.9) only the dentry has it. */
        @Optional
        @Member(value = "f_inode", since = "dd37978c50bc (v3.9)")
        long inode();
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

        /** Address of the {@code super_block}. */
        @Member("i_sb")
        long superBlock();
    }

    /** A file system in use. */
    @KernelStruct("super_block")
    public interface SuperBlock extends KernelObject {
        /** Its type. */
        @Member("s_type")
        NamedFiles.FileSystemType type();

        /** Address of the list of its inodes. */
        @AddressOf
        @Member("s_inodes")
        long inodes();
    }

    /** What a mount shows of itself. */
    @KernelStruct("mount")
    public interface MountedAs extends KernelObject {
        /** Address of the {@code vfsmount} inside. */
        @AddressOf
        @Member("mnt")
        long vfsmount();

        /** Address of the device's name; 0 for none. */
        @Member("mnt_devname")
        long device();

        /** Address of the {@code super_block}. */
        @Member("mnt.mnt_sb")
        long superBlock();

        /** Flags, {@code MNT_*} (include/linux/mount.h). */
        @Member("mnt.mnt_flags")
        int flags();

        /** Its number in its namespace, as in {@code /proc/PID/mountinfo}. */
        @Member("mnt_id")
        int id();

        /** Address of the {@code mount} that it is on. */
        @Member("mnt_parent")
        long parent();
    }

    /** Which namespaces a task is in. */
    @KernelStruct("task_struct")
    public interface TaskNamespaces {
        /** Address of the {@code nsproxy}; 0 for a task that has given it up. */
        long nsproxy();
    }

    /** A task's namespaces (include/linux/nsproxy.h). */
    @KernelStruct("nsproxy")
    public interface Namespaces {
        /** Address of the {@code mnt_namespace}. */
        @Member("mnt_ns")
        long mounts();
    }

    /** A namespace of mounts (fs/mount.h). */
    @KernelStruct("mnt_namespace")
    public interface MountNamespace {
        /** Address of the tree of mounts. */
        @Optional
        @AddressOf
        @Member(value = "mounts", since = "2eea9ce4310d (6.8)")
        long tree();

        /** Address of the list of mounts of kernels before that. */
        @Optional
        @AddressOf
        @Member(value = "list", since = "2eea9ce4310d (6.8)")
        long list();
    }

    /** How an inode is among those to be written back. */
    @KernelStruct("inode")
    public interface Written extends KernelObject {
        /** Address of the link in a device's list of dirty inodes, where it points to itself when it is in none. */
        @AddressOf
        @Member(
                value = {"i_io_list", "i_wb_list"},
                since = "c7f540849376 (4.3)")
        long link();

        /** The next link. */
        @Member(
                value = {"i_io_list.next", "i_wb_list.next"},
                since = "c7f540849376 (4.3)")
        long next();
    }
}
