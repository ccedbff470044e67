package dev.inquest.api.command;

import dev.inquest.api.kernel.Task;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the user of a shell chose: the task that commands without an argument work on, the radix, variables. One thread uses it. */
public final class SessionContext {
    private @Nullable Task task;
    private int radix = 10;
    private final Map<String, String> variables = new HashMap<>();

    /** Makes a context in which nothing was chosen. */
    public SessionContext() {}

    /** Returns a copy that works on another task. */
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

    /** Chooses a task. */
    public void task(@Nullable Task chosen) {
        task = chosen;
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
