package dev.inquest.arch.arm64;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Walks the stacks of one kernel. */
final class StackUnwinder implements Unwinder {
    private static final int LARGEST_STACK = 1 << 20;

    private final Kernel kernel;
    private final KernelCode code;
    private final Map<Integer, List<StackArea>> cpuStacks = new ConcurrentHashMap<>();
    private volatile @Nullable SavedContext savedContext;
    private volatile @Nullable ExceptionFrames exceptions;

    StackUnwinder(Kernel kernel, KernelMapping mapping) {
        this.kernel = kernel;
        this.code = new KernelCode(kernel, mapping);
    }

    @Override
    public RawStack unwind(Start start) {
        try {
            Registers registers = start.registers();
            if (registers != null) {
                return walk(start).fromRegisters(registers);
            }
            if (start.active()) {
                return nothing("the task was running, and the dump has no registers of its processor");
            }
            if (start.stackBase() == 0) {
                return nothing("the task has no stack any more");
            }
            return switchedOut(start);
        } catch (FaultException e) {
            return new RawStack(List.of(), StackEnd.unreadable(e.fault()));
        } catch (MissingTypeException e) {
            return nothing(String.valueOf(e.getMessage()));
        }
    }

    private RawStack switchedOut(Start start) {
        SavedContext context = context();
        if (context == null) {
            return nothing("no type tells where task_struct.thread.cpu_context is");
        }
        Registers registers = context.read(kernel.memory(), start.task());
        StackArea task = taskStack(start);
        if (task == null || !task.holds(registers.sp()) || (registers.sp() & 15) != 0) {
            return nothing("the saved stack pointer " + TrailEnds.hex(registers.sp()) + " is not on the task's stack");
        }
        registers = registers.with(Arm64Registers.PC, code.strip(registers.pc()));
        if (!code.code(registers.pc())) {
            return nothing("the saved return address " + TrailEnds.hex(registers.pc()) + " is no code");
        }
        String function = code.function(registers.pc());
        // A task that never ran starts at the first instruction of ret_from_fork; nothing was called before it.
        return function != null && function.startsWith("ret_from_fork")
                ? walk(start).fromRegisters(registers)
                : walk(start).fromSwitch(registers);
    }

    private StackWalk walk(Start start) {
        int size = start.stackSize() > 0 ? start.stackSize() : kernel.arch().kernelStackSize();
        PossibleStacks known = new PossibleStacks(taskStack(start), size, () -> stacksOf(start.cpu(), size));
        return new StackWalk(kernel.memory(), kernel.unwindTables(), code, known, exceptions());
    }

    private List<StackArea> stacksOf(int cpu, int size) {
        return cpuStacks.computeIfAbsent(cpu, number -> CpuStacks.of(kernel, number, size));
    }

    private static @Nullable StackArea taskStack(Start start) {
        return start.stackBase() == 0 || start.stackSize() <= 0 || start.stackSize() > LARGEST_STACK
                ? null
                : new StackArea("task", start.stackBase(), start.stackBase() + start.stackSize());
    }

    private ExceptionFrames exceptions() {
        ExceptionFrames known = exceptions;
        if (known == null) {
            known = ExceptionFrames.of(kernel);
            exceptions = known;
        }
        return known;
    }

    private @Nullable SavedContext context() {
        SavedContext known = savedContext;
        if (known == null) {
            known = SavedContext.of(kernel);
            savedContext = known;
        }
        return known;
    }

    private static RawStack nothing(String reason) {
        return new RawStack(List.of(), false, reason);
    }
}
