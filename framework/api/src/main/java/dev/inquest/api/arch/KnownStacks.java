package dev.inquest.api.arch;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The stacks that one walk may touch. Those of the CPU are looked up only when the walk leaves the task's stack. Not safe for use by many threads. */
public final class KnownStacks {
    /** The page below a task's stack, into which the stack pointer of an overflown stack points. */
    private static final long GUARD = 4096;

    private final @Nullable StackArea task;
    private final Supplier<List<StackArea>> ofCpu;
    private @Nullable List<StackArea> others;

    /**
     * Makes the set of stacks of a walk.
     *
     * @param task the task's own stack, if it has one
     * @param ofCpu finds the stacks of the processor; asked once at most
     */
    public KnownStacks(@Nullable StackArea task, Supplier<List<StackArea>> ofCpu) {
        this.task = task;
        this.ofCpu = ofCpu;
    }

    /** Returns the task's own stack, or null. */
    public @Nullable StackArea task() {
        return task;
    }

    /** Returns the stack that a stack pointer points into, or null when no known one does. */
    public @Nullable StackArea at(long sp) {
        if (task != null && task.holds(sp)) {
            return task;
        }
        for (StackArea stack : ofCpu()) {
            if (stack.holds(sp)) {
                return stack;
            }
        }
        return task != null && Long.compareUnsigned(task.low() - 1 - sp, GUARD) < 0 ? task : null;
    }

    /** Returns the stacks of the processor. */
    public List<StackArea> ofCpu() {
        List<StackArea> stacks = others;
        if (stacks == null) {
            stacks = ofCpu.get();
            others = stacks;
        }
        return stacks;
    }
}
