package dev.inquest.testkit.kernel;

import dev.inquest.testkit.NoteSection;
import java.util.List;

/** Writes per-CPU areas, the masks of CPUs, and the registers of each CPU as notes. */
final class CpuWriter {
    /** Addresses of per-CPU variables count from the beginning of an area. */
    private static final long CURRENT_TASK = 0x1f440;

    private static final long RUN_QUEUES = 0x22000;

    private final Scene scene;

    CpuWriter(Scene scene) {
        this.scene = scene;
    }

    void write(TaskWriter tasks, List<TaskWriter.Written> all) {
        List<KernelDescription.Cpu> cpus = scene.description.cpus();
        boolean x86 = scene.machine.x86Variables();
        // Elsewhere per-CPU variables have addresses in the image, where their first values lay.
        long start = x86 ? 0 : scene.image.variable("__per_cpu_start", (int) RUN_QUEUES * 2, scene.machine.pageSize());
        if (x86) {
            scene.image.label('A', "current_task", CURRENT_TASK);
        }
        scene.image.label(x86 ? 'A' : 'D', "runqueues", start + RUN_QUEUES);
        long offsets = scene.image.variable("__per_cpu_offset", 8 * Math.max(1, cpus.size()), 64);
        for (KernelDescription.Cpu cpu : cpus) {
            long area = scene.perCpu(cpu.number());
            scene.number(offsets + 8L * cpu.number(), area - start, 8);
            long current = tasks.current(cpu).struct().address();
            scene.number(area + CURRENT_TASK, current, 8);
            scene.struct("rq", area + RUN_QUEUES)
                    .put("curr", current)
                    .put("idle", all.get(cpu.number()).struct().address());
        }
        long mask = (1L << cpus.size()) - 1;
        for (String name : List.of("possible", "present", "online", "active")) {
            scene.variable("__cpu_" + name + "_mask", mask, 8);
        }
        scene.variable("nr_cpu_ids", cpus.size(), 4);
    }

    /** Returns the notes of all CPUs. */
    NoteSection notes(TaskWriter tasks, StackWriter stacks) {
        NoteSection notes = new NoteSection(scene.machine.order());
        for (KernelDescription.Cpu cpu : scene.description.cpus()) {
            TaskWriter.Written task = tasks.current(cpu);
            notes.registers(task.line().pid(), stacks.registers(task.frames().getFirst(), task.stackPointer()));
        }
        return notes;
    }
}
