package dev.inquest.testkit.kernel;

import dev.inquest.testkit.kernel.KernelDescription.StackLine;
import dev.inquest.testkit.kernel.KernelDescription.TaskLine;
import dev.inquest.testkit.kernel.StackWriter.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the tasks: the idle task of each CPU, processes in the list from {@code init_task}, and threads in those of their processes. */
final class TaskWriter {
    private static final int PF_KTHREAD = 0x0020_0000;

    private final Scene scene;
    private final StackWriter stacks;
    private final List<Written> tasks = new ArrayList<>();
    private final Map<String, StackLine> unused = new LinkedHashMap<>();

    /**
     * A task that was written.
     *
     * @param line what it is
     * @param struct its {@code task_struct}
     * @param frames its stack's frames
     * @param stackPointer that of the innermost frame
     */
    record Written(TaskLine line, Scene.StructAt struct, List<Place> frames, long stackPointer) {}

    TaskWriter(Scene scene, StackWriter stacks) {
        this.scene = scene;
        this.stacks = stacks;
        scene.description.stacks().forEach(stack -> unused.put(stack.comm(), stack));
    }

    /** Writes all tasks, the idle ones first. */
    List<Written> write() {
        for (KernelDescription.Cpu cpu : scene.description.cpus()) {
            int number = cpu.number();
            long address = number == 0
                    ? scene.structVariable("init_task", "task_struct").address()
                    : scene.allocate(scene.types.sizeOf("task_struct"));
            task(new TaskLine(address, 0, 0, "swapper/" + number, 'R', number, 0, 0, 0, 0));
        }
        scene.description.tasks().forEach(this::task);
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException("stacks of tasks that are not there: " + unused.keySet());
        }
        for (Written task : tasks) {
            task.struct().put("parent", parent(task).struct().address());
            task.struct().put("real_parent", parent(task).struct().address());
            task.struct().put("group_leader", leader(task).struct().address());
        }
        link();
        return tasks;
    }

    /** Returns the task that a CPU ran. */
    Written current(KernelDescription.Cpu cpu) {
        for (Written task : tasks) {
            if (task.line().comm().equals(cpu.current())) {
                return task;
            }
        }
        throw new IllegalArgumentException("cpu " + cpu.number() + ": no task " + cpu.current());
    }

    private boolean running(TaskLine line) {
        return scene.description.cpus().stream().anyMatch(cpu -> cpu.current().equals(line.comm()));
    }

    private void task(TaskLine line) {
        Scene.StructAt struct = scene.struct("task_struct", line.address());
        boolean zombie = line.state() == 'Z';
        struct.put("thread_info.cpu", line.cpu())
                .put("__state", state(line.state()))
                .put("exit_state", zombie ? 0x20 : 0)
                .put("flags", line.pages() == 0 && line.pid() != 0 && !zombie ? PF_KTHREAD : 0)
                .put("on_cpu", running(line) ? 1 : 0)
                .put("prio", 120)
                .put("pid", line.pid())
                .put("tgid", line.tgid())
                .text("comm", line.comm());
        if (line.pages() > 0) {
            struct.put("mm", mm(line));
        }
        StackLine given = unused.remove(line.comm());
        List<Place> frames = given != null ? given.frames() : scene.machine.usual(usual(line));
        boolean user = given != null ? given.user() : line.pages() > 0;
        long sp = 0;
        if (!zombie) {
            long low = line.stack() != 0 ? line.stack() : scene.allocateStack();
            sp = running(line) ? stacks.write(frames, user, low) : stacks.switchedOut(frames, user, low);
            struct.put("stack", low).put(scene.machine.savedStackPointer(), sp);
            stacks.saved(frames, sp).forEach(struct::put);
        }
        tasks.add(new Written(line, struct, zombie ? List.of() : frames, sp));
    }

    private static Machine.Usual usual(TaskLine line) {
        return line.pid() == 0 ? Machine.Usual.IDLE : line.pages() > 0 ? Machine.Usual.PROCESS : Machine.Usual.THREAD;
    }

    private long mm(TaskLine line) {
        Scene.StructAt mm = scene.allocate("mm_struct").put("total_vm", line.pages());
        scene.number(mm.at("rss_stat") + 8, line.resident(), 8);
        return mm.address();
    }

    private static long state(char letter) {
        return switch (letter) {
            case 'R' -> 0;
            case 'S' -> 1;
            case 'D' -> 2;
            case 'T' -> 4;
            case 't' -> 8;
            case 'I' -> 0x402;
            case 'Z' -> 0x80;
            default -> throw new IllegalArgumentException("no state of a task: " + letter);
        };
    }

    private Written withPid(int pid) {
        for (Written task : tasks) {
            if (task.line().pid() == pid) {
                return task;
            }
        }
        throw new IllegalArgumentException("no task with pid " + pid);
    }

    private Written parent(Written task) {
        return withPid(task.line().parent());
    }

    private Written leader(Written task) {
        return task.line().pid() == 0 ? task : withPid(task.line().tgid());
    }

    private void link() {
        List<Long> processes = new ArrayList<>();
        for (Written leader : tasks) {
            TaskLine line = leader.line();
            boolean idle = line.pid() == 0;
            if (idle ? line.cpu() == 0 : line.pid() == line.tgid()) {
                processes.add(leader.struct().at("tasks"));
            }
            if (!idle && line.pid() != line.tgid()) {
                continue;
            }
            Scene.StructAt signal = scene.allocate("signal_struct");
            List<Long> nodes = new ArrayList<>(List.of(signal.at("thread_head")));
            List<Long> group = new ArrayList<>();
            for (Written task : tasks) {
                if (task.equals(leader) || !idle && task.line().tgid() == line.pid()) {
                    nodes.add(task.struct().at("thread_node"));
                    group.add(task.struct().at("thread_group"));
                    task.struct().put("signal", signal.address());
                }
            }
            signal.put("nr_threads", group.size());
            scene.circle(nodes);
            scene.circle(group);
        }
        scene.circle(processes);
        tasks.forEach(this::children);
    }

    private void children(Written parent) {
        List<Long> links = new ArrayList<>(List.of(parent.struct().at("children")));
        for (Written task : tasks) {
            TaskLine line = task.line();
            if (line.pid() != 0 && line.pid() == line.tgid() && parent(task).equals(parent)) {
                links.add(task.struct().at("sibling"));
            }
        }
        scene.circle(links);
    }
}
