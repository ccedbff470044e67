package dev.inquest.commands.files;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.tree.RbWalk;
import dev.inquest.api.tree.TreeEntry;
import dev.inquest.api.tree.TreeVisitor;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the mounts of a namespace (fs/mount.h), as {@code /proc/PID/mountinfo} lists them.
 *
 * <pre>
 * since 2eea9ce4310d (6.8)  mnt_namespace.mounts: rb_root of mount.mnt_node, by the mounts' unique numbers
 * before that               mnt_namespace.list: list_head of mount.mnt_list; from 9f6c61f96f2d (5.8) to then readers of the list put
 *                           marks into it, mounts with MNT_CURSOR among their flags
 * </pre>
 */
@Reads(value = "mount", optional = "mnt_node|mnt_list", lost = "mounts", since = "2eea9ce4310d (6.8)")
final class Mounts {
    // include/linux/mount.h, from 5.8 until the list went.
    private static final int CURSOR = 0x10000000;

    private final Kernel kernel;
    private final List<Diagnostic> remarks;

    Mounts(Kernel kernel, List<Diagnostic> remarks) {
        this.kernel = kernel;
        this.remarks = remarks;
    }

    /** Returns the addresses of the mounts of the {@code mnt_namespace} at an address; what cannot be read is told in the remarks. */
    List<Long> of(long address) {
        Fs.MountNamespace namespace = kernel.bind(Fs.MountNamespace.class).at(address);
        // mnt_namespace.mounts was a number before it was the tree.
        boolean tree = kernel.struct("mount").find("mnt_node") != null;
        return tree ? ofTree(namespace.tree()) : ofList(namespace.list());
    }

    private List<Long> ofTree(long root) {
        long offset = place("mnt_node");
        List<Long> mounts = new ArrayList<>();
        RbWalk.root(kernel, root, true, new TreeVisitor() {
            @Override
            public boolean entry(TreeEntry entry) {
                mounts.add(entry.value() - offset);
                return true;
            }

            @Override
            public void damage(String what) {
                remarks.add(new Diagnostic(Diagnostic.Severity.WARNING, "mounts: " + what));
            }
        });
        return mounts;
    }

    private List<Long> ofList(long head) {
        List<Long> mounts = new ArrayList<>();
        long flags = place("mnt.mnt_flags");
        try {
            for (Value mount : kernel.list(head, "mount", "mnt_list")) {
                if ((kernel.memory().u32(mount.address() + flags) & CURSOR) == 0) {
                    mounts.add(mount.address());
                }
            }
        } catch (FaultException | CorruptListException e) {
            remarks.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    "mounts: the list ends after " + mounts.size() + ": " + e.getMessage()));
        }
        return mounts;
    }

    private long place(String member) {
        StructType.Place place = kernel.struct("mount").find(member);
        if (place == null) {
            throw new MissingTypeException("struct mount has no member " + member);
        }
        return place.offset();
    }
}
