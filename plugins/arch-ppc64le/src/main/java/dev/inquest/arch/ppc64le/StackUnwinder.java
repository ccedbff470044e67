package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Walks the stacks of one kernel. */
final class StackUnwinder implements Unwinder {
    private static final int LARGEST_STACK = 1 << 20;

    private final Kernel kernel;
    private final KernelCode code;
    private final Functions functions;
    private final Map<Integer, List<StackArea>> cpuStacks = new ConcurrentHashMap<>();
    private volatile @Nullable OptionalLong stackPointerOffset;

    StackUnwinder(Kernel kernel) {
        this.kernel = kernel;
        this.code = new KernelCode(kernel);
        this.functions = new Functions(kernel.memory(), code);
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
        OptionalLong offset = stackPointerOffset();
        if (offset.isEmpty()) {
            return nothing("no type tells where task_struct.thread.ksp is");
        }
        long ksp = kernel.memory().u64(start.task() + offset.getAsLong());
        StackArea task = taskStack(start);
        if (task == null || !task.holds(ksp) || (ksp & 15) != 0) {
            return nothing("the saved stack pointer " + TrailEnds.hex(ksp) + " is not on the task's stack");
        }
        Registers registers = SwitchFrame.registers(kernel.memory(), code, ksp);
        if (!registers.knows(Ppc64leRegisters.NIP)) {
            return nothing("the frame at the saved stack pointer " + TrailEnds.hex(ksp) + " holds no address of code");
        }
        return walk(start).fromCaller(registers, Trust.CONTEXT);
    }

    private StackWalk walk(Start start) {
        KnownStacks known = new KnownStacks(taskStack(start), () -> stacksOf(start));
        ReturnAddress returnAddress = new ReturnAddress(kernel.memory(), functions, kernel.unwindTables());
        return new StackWalk(
                kernel.memory(),
                code,
                known,
                functions,
                returnAddress,
                new GraphTracer(kernel.memory(), code, () -> GraphTracer.Layout.of(kernel), start.task()));
    }

    private List<StackArea> stacksOf(Start start) {
        return cpuStacks.computeIfAbsent(start.cpu(), cpu -> CpuStacks.of(kernel, cpu, start.stackSize()));
    }

    private static @Nullable StackArea taskStack(Start start) {
        return start.stackBase() == 0 || start.stackSize() <= 0 || start.stackSize() > LARGEST_STACK
                ? null
                : new StackArea("task", start.stackBase(), start.stackBase() + start.stackSize());
    }

    private OptionalLong stackPointerOffset() {
        OptionalLong known = stackPointerOffset;
        if (known == null) {
            known = SwitchFrame.stackPointerOffset(kernel);
            stackPointerOffset = known;
        }
        return known;
    }

    private static RawStack nothing(String reason) {
        return new RawStack(List.of(), false, reason);
    }
}
