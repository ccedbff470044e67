package dev.inquest.core.model;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.Task;
import java.util.Optional;

/** Walks stacks and puts symbols to them. */
public final class StackTracer {
    /** Makes the tracer; nothing is read yet. */
    public StackTracer(Kernel kernel) {}

    /** Walks a task's stack. */
    public StackTrace stack(Task task) {
        return Unbuilt.instead(new StackTrace(task, java.util.List.of(), false, "not built yet"));
    }

    /** Returns the registers of a task that ran at the time of the crash. */
    public Optional<Registers> crashRegisters(Task task) {
        return Unbuilt.instead(Optional.empty());
    }
}
