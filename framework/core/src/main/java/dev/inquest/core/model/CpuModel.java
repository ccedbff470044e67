package dev.inquest.core.model;

import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.core.model.struct.PcpuHot;
import dev.inquest.core.model.struct.RunQueue;
import dev.inquest.core.model.struct.TaskStruct;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The CPUs, from the kernel's masks and its table of per-CPU offsets.
 *
 * <p>A CPU counts as online when {@code __cpu_online_mask} or {@code __cpu_active_mask} has it: a panic that stops the other CPUs
 * takes them out of the first mask (set_cpu_online(false) in stop_this_cpu, arch/x86/kernel/process.c, and local_cpu_stop,
 * arch/arm64/kernel/smp.c) but not out of the second, whereas unplugging a CPU clears both.
 */
public final class CpuModel implements Cpus {
    private final Kernel kernel;
    private final Once<List<Integer>> online;
    private final Once<List<Integer>> stopped;
    private final Once<List<Integer>> present;
    private final Once<List<Integer>> possible;
    private final Once<OptionalLong> offsets;
    private final Once<IntToLongFunction> current;
    private final Once<TaskReader> tasks;

    /** Makes the model; nothing is read yet. */
    public CpuModel(Kernel kernel) {
        this.kernel = kernel;
        this.online = new Once<>(this::readOnline);
        this.stopped = new Once<>(this::readStopped);
        this.present = new Once<>(() -> readOrOnline("present"));
        this.possible = new Once<>(() -> readOrOnline("possible"));
        this.offsets = new Once<>(() -> kernel.address("__per_cpu_offset"));
        this.current = new Once<>(this::findCurrent);
        this.tasks = new Once<>(() -> new TaskReader(kernel));
    }

    @Override
    public List<Integer> online() {
        return online.get();
    }

    @Override
    public List<Integer> stopped() {
        return stopped.get();
    }

    @Override
    public List<Integer> present() {
        return present.get();
    }

    @Override
    public List<Integer> possible() {
        return possible.get();
    }

    @Override
    public long address(int cpu, long address) {
        OptionalLong table = offsets.get();
        if (table.isEmpty()) {
            // A kernel for one CPU (CONFIG_SMP=n) has plain variables.
            return address;
        }
        int size = kernel.memory().pointerSize();
        return address + kernel.memory().pointer(table.getAsLong() + (long) cpu * size);
    }

    @Override
    public Task current(int cpu) {
        long told;
        try {
            told = told(cpu);
        } catch (FaultException e) {
            Task running = onCpu(cpu);
            if (running == null) {
                throw e;
            }
            return running;
        }
        Task running = told == 0 ? onCpu(cpu) : tasks.get().at(told);
        if (running == null) {
            throw new FaultException(new Fault(
                    Fault.Kind.LOST, 0, "nothing tells what CPU " + cpu + " ran: the variable that does holds 0"));
        }
        return running;
    }

    /**
     * Returns the address of the task that the kernel's variables name; 0 where the variables' page is not what it was, as in a dump whose
     * writing ended too early: a CPU always runs something.
     */
    long told(int cpu) {
        return current.get().applyAsLong(cpu);
    }

    /** Returns the only task that says of itself that it runs on a CPU; null when none or several do. */
    private @Nullable Task onCpu(int cpu) {
        StructLayout<TaskStruct> layout = kernel.bind(TaskStruct.class);
        if (!layout.has("onCpu")) {
            return null;
        }
        Task found = null;
        for (Task task : kernel.tasks()) {
            try {
                if (layout.at(task.address()).onCpu() == 1 && task.cpu() == cpu) {
                    if (found != null) {
                        return null;
                    }
                    found = task;
                }
            } catch (FaultException e) {
                // A task that cannot be read may have been it; the one that is found has said so of itself.
            }
        }
        return found;
    }

    private List<Integer> readOnline() {
        BitSet mask = CpuMask.read(kernel, "online");
        BitSet active = CpuMask.read(kernel, "active");
        if (mask == null) {
            mask = new BitSet();
        }
        if (active != null) {
            mask.or(active);
        }
        if (mask.isEmpty()) {
            mask.set(0);
        }
        return numbers(mask);
    }

    private List<Integer> readStopped() {
        BitSet mask = CpuMask.read(kernel, "online");
        BitSet active = CpuMask.read(kernel, "active");
        if (mask == null || active == null) {
            return List.of();
        }
        active.andNot(mask);
        return numbers(active);
    }

    private List<Integer> readOrOnline(String name) {
        BitSet mask = CpuMask.read(kernel, name);
        return mask == null || mask.isEmpty() ? online() : numbers(mask);
    }

    private static List<Integer> numbers(BitSet mask) {
        return mask.stream().boxed().toList();
    }

    /**
     * Finds the variable that tells a CPU's current task. On x86 that is per-CPU data of its own: {@code current_task} until 6.1,
     * {@code pcpu_hot.current_task} from e57ef2ed97c1 (6.2), {@code current_task} again from 6.15. Elsewhere
     * it is a register, and the run queue tells whom the scheduler chose.
     */
    private IntToLongFunction findCurrent() {
        OptionalLong variable = kernel.address("current_task");
        if (variable.isPresent()) {
            return cpu -> kernel.memory().pointer(address(cpu, variable.getAsLong()));
        }
        OptionalLong hot = kernel.address("pcpu_hot");
        if (hot.isPresent() && kernel.findType(TypeSource.Kind.STRUCT, "pcpu_hot") != null) {
            StructLayout<PcpuHot> layout = kernel.bind(PcpuHot.class);
            return cpu -> layout.at(address(cpu, hot.getAsLong())).currentTask();
        }
        long queues = symbol("runqueues");
        StructLayout<RunQueue> layout = kernel.bind(RunQueue.class);
        return cpu -> layout.at(address(cpu, queues)).curr();
    }

    private long symbol(String name) {
        return kernel.address(name).orElseThrow(() -> new MissingTypeException("the kernel has no symbol " + name));
    }
}
