package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import java.util.List;
import java.util.Optional;

/** The tasks. */
public final class TaskTable {
    /** Makes the table; nothing is read yet. */
    public TaskTable(Kernel kernel) {}

    /** Returns all tasks, as {@link Kernel#tasks()} promises. */
    public List<Task> tasks() {
        return Unbuilt.instead(List.of());
    }

    /** Returns the task at an address. */
    public Optional<Task> task(long address) {
        return Unbuilt.instead(Optional.empty());
    }
}
