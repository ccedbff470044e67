package dev.inquest.core.model.fake;

import dev.inquest.api.types.StructType;

/** A machine with two CPUs of four, idle tasks, and processes as a test adds them. */
public final class TaskScene {
    /** The idle task of CPU 0. */
    public static final long INIT_TASK = 0xffff_ffff_8300_0000L;
    /** The idle task of CPU 1. */
    public static final long IDLE1 = 0xffff_8880_0010_0000L;

    private static final long PERCPU = 0xffff_8880_7000_0000L;
    private static final long RUNQUEUES = 0x2000;
    private static final long CURRENT = 0x1000;

    /** The kernel. */
    public final FakeKernel kernel = new FakeKernel();

    private final boolean threadHeads;
    private long next = 0xffff_8880_0020_0000L;

    /**
     * Makes the machine.
     *
     * @param threadHeads whether threads hang on signal_struct.thread_head, or form a ring
     */
    public TaskScene(boolean threadHeads) {
        this.threadHeads = threadHeads;
        FakeTypes types = kernel.types;
        StructType link = types.struct("list_head")
                .with("next", FakeTypes.POINTER)
                .with("prev", FakeTypes.POINTER)
                .done();
        StructType info = types.struct("thread_info")
                .with("flags", FakeTypes.LONG)
                .with("cpu", FakeTypes.UNSIGNED)
                .done();
        FakeTypes.Struct task = types.struct("task_struct")
                .with("thread_info", info)
                .with("on_cpu", FakeTypes.INT)
                .with("__state", FakeTypes.UNSIGNED)
                .with("exit_state", FakeTypes.INT)
                .with("flags", FakeTypes.UNSIGNED)
                .with("pid", FakeTypes.INT)
                .with("tgid", FakeTypes.INT)
                .with("comm", FakeTypes.chars(16))
                .with("stack", FakeTypes.POINTER)
                .with("mm", FakeTypes.POINTER)
                .with("active_mm", FakeTypes.POINTER)
                .with("parent", FakeTypes.POINTER)
                .with("real_parent", FakeTypes.POINTER)
                .with("group_leader", FakeTypes.POINTER)
                .with("signal", FakeTypes.POINTER)
                .with("tasks", link)
                .with("children", link)
                .with("sibling", link)
                .with("thread_pid", FakeTypes.POINTER)
                .with("pid_links", FakeTypes.array(link, 4))
                .with(threadHeads ? "thread_node" : "thread_group", link);
        task.done();
        FakeTypes.Struct signal = types.struct("signal_struct").with("nr_threads", FakeTypes.INT);
        if (threadHeads) {
            signal.with("thread_head", link);
        }
        signal.done();
        types.struct("rq")
                .with("curr", FakeTypes.POINTER)
                .with("idle", FakeTypes.POINTER)
                .done();
        types.struct("cpumask").with("bits", FakeTypes.array(FakeTypes.LONG, 2)).done();
        cpus();
        kernel.symbol("init_task", INIT_TASK);
        task(INIT_TASK, 0, 0, "swapper/0");
        task(IDLE1, 0, 0, "swapper/1");
    }

    private void cpus() {
        long at = 0xffff_ffff_8280_0000L;
        long[] masks = {0b0011, 0b0111, 0b1111, 0b0011};
        String[] names = {"online", "present", "possible", "active"};
        for (int i = 0; i < names.length; i++) {
            kernel.variable("__cpu_" + names[i] + "_mask", at + i * 0x20L, masks[i], 8);
            kernel.memory.put(at + i * 0x20L + 8, 0, 8);
        }
        kernel.variable("nr_cpu_ids", at + 0x100, 4, 4);
        kernel.symbol("__per_cpu_offset", at + 0x200);
        for (int cpu = 0; cpu < 4; cpu++) {
            kernel.memory.pointer(at + 0x200 + cpu * 8L, PERCPU + cpu * 0x10000L);
        }
        kernel.symbol("runqueues", RUNQUEUES);
        kernel.symbol("current_task", CURRENT);
        queue(2, 0);
        for (int cpu = 0; cpu < 2; cpu++) {
            queue(cpu, cpu == 0 ? INIT_TASK : IDLE1);
        }
    }

    private void queue(int cpu, long idle) {
        long queue = PERCPU + cpu * 0x10000L + RUNQUEUES;
        kernel.set("rq", queue, "curr", idle);
        kernel.set("rq", queue, "idle", idle);
        current(cpu, idle);
    }

    /** Says who runs on a CPU. */
    public void current(int cpu, long task) {
        kernel.memory.pointer(PERCPU + cpu * 0x10000L + CURRENT, task);
    }

    /** Has a task say of itself that it runs on a CPU. */
    public void runs(long task, int cpu) {
        set(task, "on_cpu", 1);
        set(task, "thread_info.cpu", cpu);
    }

    /** Adds a task at the next address. */
    public long task(int pid, int tgid, String comm) {
        long task = next;
        next += 0x10000;
        task(task, pid, tgid, comm);
        return task;
    }

    private void task(long task, int pid, int tgid, String comm) {
        kernel.memory.zero(task, kernel.types.size("task_struct"));
        set(task, "pid", pid);
        set(task, "tgid", tgid);
        set(task, "stack", task + 0x8000);
        kernel.memory.string(task + kernel.types.offset("task_struct", "comm"), comm);
        kernel.memory.list(link(task, "tasks"));
        kernel.memory.list(link(task, "children"));
    }

    /** Makes a process's children. */
    public void children(long parent, long... children) {
        long[] links = new long[children.length];
        for (int i = 0; i < children.length; i++) {
            links[i] = link(children[i], "sibling");
            set(children[i], "parent", parent);
        }
        kernel.memory.list(link(parent, "children"), links);
    }

    /** Makes the tree of pids, of two levels, with these tasks at pid 1, 65, 129, … */
    public void pids(long... tasks) {
        FakeTypes types = kernel.types;
        StructType array = types.struct("xarray")
                .with("xa_flags", FakeTypes.LONG)
                .with("xa_head", FakeTypes.POINTER)
                .done();
        StructType idr = types.struct("idr").with("idr_rt", array).done();
        types.struct("pid_namespace").with("idr", idr).done();
        types.struct("xa_node")
                .with("shift", FakeTypes.BYTE)
                .at(8, "slots", FakeTypes.array(FakeTypes.POINTER, 64))
                .done();
        types.struct("pid")
                .with("count", FakeTypes.LONG)
                .with("tasks", FakeTypes.array(FakeTypes.POINTER, 4))
                .done();
        long root = next + 0x10_0000;
        kernel.symbol("init_pid_ns", root);
        kernel.memory.zero(root, 16);
        kernel.memory.pointer(root + 8, root + 0x1000 + 2);
        node(root + 0x1000, 6);
        for (int i = 0; i < tasks.length; i++) {
            long leaf = root + 0x2000 + i * 0x1000L;
            long pid = leaf + 0x800;
            node(leaf, 0);
            kernel.memory.pointer(root + 0x1000 + 8 + i * 8L, leaf + 2);
            kernel.memory.pointer(leaf + 8 + 8, pid);
            kernel.memory.zero(pid, types.size("pid"));
            kernel.memory.pointer(pid + 8, link(tasks[i], "pid_links"));
            set(tasks[i], "thread_pid", pid);
        }
    }

    private void node(long node, int shift) {
        kernel.memory.zero(node, kernel.types.size("xa_node"));
        kernel.memory.put(node, shift, 1);
    }

    /** Writes a member. */
    public void set(long task, String member, long value) {
        kernel.set("task_struct", task, member, value);
    }

    /** Links the processes, in this order. */
    public void processes(long... leaders) {
        long[] links = new long[leaders.length];
        for (int i = 0; i < leaders.length; i++) {
            links[i] = link(leaders[i], "tasks");
        }
        kernel.memory.list(link(INIT_TASK, "tasks"), links);
    }

    /** Makes the threads of a process, its leader first. */
    public void threads(long... tasks) {
        long signal = next;
        next += 0x1000;
        kernel.memory.zero(signal, kernel.types.size("signal_struct"));
        kernel.set("signal_struct", signal, "nr_threads", tasks.length);
        String member = threadHeads ? "thread_node" : "thread_group";
        for (long task : tasks) {
            set(task, "signal", signal);
            set(task, "group_leader", tasks[0]);
        }
        if (threadHeads) {
            long[] links = new long[tasks.length];
            for (int i = 0; i < tasks.length; i++) {
                links[i] = link(tasks[i], member);
            }
            kernel.memory.list(signal + kernel.types.offset("signal_struct", "thread_head"), links);
        } else {
            long[] links = new long[tasks.length - 1];
            for (int i = 1; i < tasks.length; i++) {
                links[i - 1] = link(tasks[i], member);
            }
            kernel.memory.list(link(tasks[0], member), links);
        }
    }

    /** Returns the address of a link in a task. */
    public long link(long task, String member) {
        return task + kernel.types.offset("task_struct", member);
    }
}
