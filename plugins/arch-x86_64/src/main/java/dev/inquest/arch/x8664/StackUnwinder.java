package dev.inquest.arch.x8664;

import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.StackArea;
import dev.inquest.api.arch.StackEnd;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Walks the stacks of one kernel. */
final class StackUnwinder implements Unwinder {
    private static final int LARGEST_STACK = 1 << 20;
    /** Where a panic's own registers are saved: nothing of interest lies between it and the dump. */
    private static final String CRASH_KEXEC = "__crash_kexec";

    private final Kernel kernel;
    private final KernelCode code;
    private final Map<Integer, List<StackArea>> cpuStacks = new ConcurrentHashMap<>();
    private volatile @Nullable SavedFrame savedFrame;

    StackUnwinder(Kernel kernel) {
        this.kernel = kernel;
        this.code = new KernelCode(kernel);
    }

    @Override
    public RawStack unwind(Start start) {
        try {
            Registers registers = start.registers();
            if (registers != null) {
                RawStack withHandler = start.active() ? fromDump(start, registers) : null;
                return withHandler != null ? withHandler : walk(start).fromRegisters(registers);
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

    /**
     * Walks an oops from where the dump was taken, or returns null when it was no oops or that place is not found. The handler lies below
     * the registers on the same stack, or on a stack of the processor's own: that for double faults when a stack overflowed.
     */
    private @Nullable RawStack fromDump(Start start, Registers registers) {
        Symbol machineKexec = kernel.symbol("machine_kexec");
        if (machineKexec == null
                || X8664Registers.userMode(registers)
                || CRASH_KEXEC.equals(code.function(registers.pc()))) {
            return null;
        }
        StackArea own = known(start).at(registers.sp());
        List<StackArea> stacks = new ArrayList<>();
        if (own != null) {
            stacks.add(own);
        }
        for (StackArea other : stacksOf(start.cpu())) {
            if (!other.equals(own)) {
                stacks.add(other);
            }
        }
        for (StackArea stack : stacks) {
            RawStack found = OopsHandler.find(kernel.memory(), stack, registers, machineKexec, () -> walk(start));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private RawStack switchedOut(Start start) {
        SavedFrame layout = layout();
        if (layout == null) {
            return nothing("no type tells where task_struct.thread.sp is");
        }
        long sp = kernel.memory().u64(start.task() + layout.threadSp());
        StackArea task = taskStack(start);
        if (task == null || !task.holds(sp) || (sp & 7) != 0 || !task.holds(layout.slot(sp) + 8)) {
            return nothing("the saved stack pointer " + TrailEnds.hex(sp) + " is not on the task's stack");
        }
        Registers registers =
                layout.registers(LittleEndian.of(kernel.memory().bytes(sp, (int) layout.returnAddress() + 8)), sp);
        if (!code.code(registers.pc())) {
            return nothing("the saved return address " + TrailEnds.hex(registers.pc()) + " is no code");
        }
        String function = code.function(registers.pc());
        // A task that never ran starts at the first instruction of ret_from_fork; nothing was called before it.
        return function != null && function.startsWith("ret_from_fork")
                ? walk(start).fromRegisters(registers)
                : walk(start).fromReturnAddress(registers, layout.slot(sp), Trust.CONTEXT);
    }

    private StackWalk walk(Start start) {
        return new StackWalk(kernel.memory(), kernel.unwindTables(), code, known(start));
    }

    private KnownStacks known(Start start) {
        return new KnownStacks(taskStack(start), () -> stacksOf(start.cpu()));
    }

    private List<StackArea> stacksOf(int cpu) {
        return cpuStacks.computeIfAbsent(cpu, number -> CpuStacks.of(kernel, number));
    }

    private static @Nullable StackArea taskStack(Start start) {
        return start.stackBase() == 0 || start.stackSize() <= 0 || start.stackSize() > LARGEST_STACK
                ? null
                : new StackArea("task", start.stackBase(), start.stackBase() + start.stackSize());
    }

    private @Nullable SavedFrame layout() {
        SavedFrame known = savedFrame;
        if (known == null) {
            known = SavedFrame.of(kernel);
            savedFrame = known;
        }
        return known;
    }

    private static RawStack nothing(String reason) {
        return new RawStack(List.of(), false, reason);
    }
}
