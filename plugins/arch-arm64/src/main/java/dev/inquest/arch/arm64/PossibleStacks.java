package dev.inquest.arch.arm64;

import dev.inquest.api.arch.KnownStacks;
import dev.inquest.api.arch.StackArea;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The stacks that one walk may touch. Where the symbols of the CPU's stacks are not known, an area of a stack's size and alignment
 * (THREAD_ALIGN, arch/arm64/include/asm/memory.h) stands for one.
 */
final class PossibleStacks {
    private final KnownStacks known;
    private final int size;

    PossibleStacks(@Nullable StackArea task, int size, Supplier<List<StackArea>> ofCpu) {
        this.known = new KnownStacks(task, ofCpu);
        this.size = size;
    }

    /** Returns the task's own stack, or null. */
    @Nullable
    StackArea task() {
        return known.task();
    }

    /** Returns the stack that a stack pointer points into, or null when none can be there. */
    @Nullable
    StackArea at(long sp) {
        StackArea stack = known.at(sp);
        if (stack != null || sp >= 0) {
            return stack;
        }
        boolean irq = known.ofCpu().stream().anyMatch(other -> other.name().equals("irq"));
        return irq ? null : new StackArea("unknown", sp & -(long) size, (sp & -(long) size) + size);
    }
}
