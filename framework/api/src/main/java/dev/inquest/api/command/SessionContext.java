package dev.inquest.api.command;

import dev.inquest.api.kernel.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the user of a shell chose: the task and frame that commands without an argument work on, the radix, variables. One thread uses it. */
public final class SessionContext {
    private @Nullable Task task;
    private int frame = -1;
    private int radix = 10;
    private final Map<String, String> variables = new HashMap<>();

    /** Makes a context in which nothing was chosen. */
    public SessionContext() {}

    /** Returns a copy that works on another task, of which no frame is chosen. */
    public SessionContext with(Task other) {
        SessionContext copy = new SessionContext();
        copy.task = other;
        copy.radix = radix;
        copy.variables.putAll(variables);
        return copy;
    }

    /** Returns the chosen task; at first the panic task, if there is one. */
    public Optional<Task> task() {
        return Optional.ofNullable(task);
    }

    /** Chooses a task; of another task than before, no frame is chosen. */
    public void task(@Nullable Task chosen) {
        if (task == null || chosen == null || task.address() != chosen.address()) {
            frame = -1;
        }
        task = chosen;
    }

    /**
     * Returns the chosen frame of the chosen task's stack: its number from 0 for the innermost, inlined functions not counted; nothing when
     * none was chosen.
     */
    public OptionalInt frame() {
        return frame < 0 ? OptionalInt.empty() : OptionalInt.of(frame);
    }

    /** Chooses a frame of the chosen task's stack, as {@link #frame()} counts them; none with -1. */
    public void frame(int chosen) {
        frame = chosen;
    }

    /** Returns the radix of numbers in output: 10 or 16. */
    public int radix() {
        return radix;
    }

    /** Sets the radix. */
    public void radix(int chosen) {
        radix = chosen;
    }

    /** Returns the variables that {@code set} keeps, by name; it may be changed. */
    public Map<String, String> variables() {
        return variables;
    }
}
