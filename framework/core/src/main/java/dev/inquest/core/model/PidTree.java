package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Finds tasks by their pids: {@code init_pid_ns.idr} since 95846ecf9dac (4.15), a tree of {@code struct pid}s that every thread of
 * every namespace is in.
 *
 * <pre>
 * idr      := idr_rt: xarray { xa_head } since 4.20, radix_tree_root { rnode } before
 * node     := shift u8, …, slots[64]                        (xa_node or radix_tree_node)
 * entry    := node pointer + 2 (xarray) or + 1 (radix tree) | pointer to a struct pid
 * pid      := …, tasks[PIDTYPE_PID].first: pointer to the task's pid_links[0], or pids[0].node before 2c4704756cab (4.19)
 * </pre>
 */
@Reads(value = "pid_namespace", optional = "idr.idr_rt", since = "95846ecf9dac (4.15)")
@Reads(
        value = {"xa_node", "radix_tree_node"},
        optional = {"shift", "slots"},
        lost = "tasks beyond a broken list",
        since = "xarray since 4.20")
@Reads(value = "xarray", optional = "xa_head", mayLack = true, since = "4.20")
@Reads(value = "radix_tree_root", optional = "rnode", mayLack = true, since = "until 4.19")
@Reads(value = "pid", optional = "tasks", lost = "tasks beyond a broken list")
@Reads(
        value = "task_struct",
        optional = {"pid_links|pids", "thread_pid|pids"},
        lost = "tasks beyond a broken list",
        since = "2c4704756cab (4.19)")
final class PidTree {
    private static final int MOST_NODES = 1 << 17;
    private static final int SLOTS = 64;

    private final Memory memory;
    private final long root;
    private final int nodeMark;
    private final long shift;
    private final long slots;
    private final long firstTask;
    private final long taskLink;
    private final OptionalLong taskPid;
    private final Set<Long> seen = new HashSet<>();
    private final List<Long> tasks = new ArrayList<>();

    private PidTree(Kernel kernel) {
        this.memory = kernel.memory();
        long namespace = kernel.address("init_pid_ns")
                .orElseThrow(() -> new MissingTypeException("the kernel has no symbol init_pid_ns"));
        long tree = namespace + offset(kernel.struct("pid_namespace"), "idr.idr_rt");
        boolean xarray = kernel.findType(TypeSource.Kind.STRUCT, "xa_node") != null;
        StructType node = kernel.struct(xarray ? "xa_node" : "radix_tree_node");
        this.root = xarray
                ? tree + offset(kernel.struct("xarray"), "xa_head")
                : tree + offset(kernel.struct("radix_tree_root"), "rnode");
        this.nodeMark = xarray ? 2 : 1;
        this.shift = offset(node, "shift");
        this.slots = offset(node, "slots");
        this.firstTask = offset(kernel.struct("pid"), "tasks");
        StructType task = kernel.struct("task_struct");
        this.taskLink = task.find("pid_links") != null ? offset(task, "pid_links") : offset(task, "pids[0].node");
        StructType.Place pid = task.find("thread_pid");
        this.taskPid = pid == null ? OptionalLong.empty() : OptionalLong.of(pid.offset());
    }

    /** Returns the addresses of all tasks that can be found so; none where the kernel's types do not tell how. */
    static List<Long> tasks(Kernel kernel) {
        try {
            PidTree tree = new PidTree(kernel);
            tree.entry(tree.memory.pointer(tree.root), Integer.MAX_VALUE);
            return tree.tasks;
        } catch (FaultException | MissingTypeException e) {
            return List.of();
        }
    }

    private static long offset(StructType struct, String member) {
        StructType.Place place = struct.find(member);
        if (place == null) {
            throw new MissingTypeException(struct.spelling() + " has no member " + member);
        }
        return place.offset();
    }

    private void entry(long entry, int shiftAbove) {
        if (Long.compareUnsigned(entry, 4096) < 0) {
            return;
        }
        if ((entry & 3) == nodeMark) {
            node(entry - nodeMark, shiftAbove);
        } else if ((entry & 3) == 0) {
            pid(entry);
        }
    }

    private void node(long node, int shiftAbove) {
        if (seen.size() >= MOST_NODES || !seen.add(node)) {
            return;
        }
        try {
            int mine = memory.u8(node + shift);
            if (mine >= shiftAbove) {
                return;
            }
            for (int i = 0; i < SLOTS; i++) {
                entry(memory.pointer(node + slots + (long) i * memory.pointerSize()), mine);
            }
        } catch (FaultException e) {
            // The pids below this node are lost; the others are not.
        }
    }

    private void pid(long pid) {
        try {
            long link = memory.pointer(pid + firstTask);
            if (link == 0) {
                return;
            }
            long task = link - taskLink;
            if (taskPid.isEmpty() || memory.pointer(task + taskPid.getAsLong()) == pid) {
                tasks.add(task);
            }
        } catch (FaultException e) {
            // This task is lost.
        }
    }
}
