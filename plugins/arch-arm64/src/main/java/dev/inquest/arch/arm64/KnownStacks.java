package dev.inquest.arch.arm64;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stacks that one walk may touch. Those of the CPU are looked up only when the walk leaves the task's stack. Where the symbols of
 * the CPU's stacks are not known, an area of a stack's size and alignment (THREAD_ALIGN, arch/arm64/include/asm/memory.h) stands for one.
 */
final class KnownStacks {
    /** The page below a task's stack, into which the stack pointer of an overflown stack points. */
    private static final long GUARD = 4096;

    private final @Nullable StackArea task;
    private final int size;
    private final Supplier<List<StackArea>> ofCpu;
    private @Nullable List<StackArea> others;

    KnownStacks(@Nullable StackArea task, int size, Supplier<List<StackArea>> ofCpu) {
        this.task = task;
        this.size = size;
        this.ofCpu = ofCpu;
    }

    /** Returns the task's own stack, or null. */
    @Nullable
    StackArea task() {
        return task;
    }

    /** Returns the stack that a stack pointer points into, or null when none can be there. */
    @Nullable
    StackArea at(long sp) {
        if (task != null && task.holds(sp)) {
            return task;
        }
        List<StackArea> stacks = others;
        if (stacks == null) {
            stacks = ofCpu.get();
            others = stacks;
        }
        for (StackArea stack : stacks) {
            if (stack.holds(sp)) {
                return stack;
            }
        }
        if (task != null && Long.compareUnsigned(task.low() - 1 - sp, GUARD) < 0) {
            return task;
        }
        boolean irq = stacks.stream().anyMatch(stack -> stack.name().equals("irq"));
        return irq || sp >= 0 ? null : new StackArea("unknown", sp & -(long) size, (sp & -(long) size) + size);
    }
}
