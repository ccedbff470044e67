package dev.inquest.api.files;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;

/** The structures that a path is made of (include/linux/dcache.h, path.h, fs.h; fs/mount.h). */
public final class NamedFiles {
    private NamedFiles() {}

    /** A dentry on a mount. */
    @KernelStruct("path")
    public interface PathStruct {
        /** Address of the {@code vfsmount}. */
        long mnt();

        /** Address of the dentry. */
        long dentry();
    }

    /** An open file. */
    @KernelStruct("file")
    public interface OpenedAs {
        /** Where it was opened. */
        @Member("f_path")
        PathStruct path();
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

    /** A mount; the {@code vfsmount} that others point at lies inside (since 7d6fec45a513, 3.3). */
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
