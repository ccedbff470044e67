package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.Memory;
import dev.inquest.core.memory.PhysicalMemory;
import dev.inquest.core.memory.VirtualMemory;
import java.util.Optional;

/** The memory of processes, which their page tables lead to. */
@Reads(value = "mm_struct", optional = "pgd", lost = "memory of processes")
public final class UserSpaces {
    private UserSpaces() {}

    /** Returns a process's memory, or nothing for a kernel thread. */
    public static Optional<Memory> of(Kernel kernel, PhysicalMemory physical, Task task) {
        if (task.mm() == 0) {
            return Optional.empty();
        }
        long pgd = kernel.at("struct mm_struct", task.mm()).member("pgd").asLong();
        return Optional.of(new VirtualMemory(physical, kernel.arch().user(pgd)));
    }
}
