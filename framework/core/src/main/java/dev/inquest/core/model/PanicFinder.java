package dev.inquest.core.model;

import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.LastCalls;
import dev.inquest.api.kernel.PanicInfo;
import dev.inquest.api.kernel.PanicText;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who died. In this order, and the first that answers counts:
 *
 * <ol>
 *   <li>{@code panic_cpu} (kernel/panic.c, 1717f2096b54, 4.5): the CPU that panicked or went to the crash kernel, or -1;
 *   <li>{@code crashing_cpu} (arch/x86/kernel/crash.c or reboot.c, arch/powerpc/kexec/crash.c): the CPU that went to the crash kernel;
 *   <li>the CPU that the dump's header names;
 *   <li>the active task whose stack has a function that only a dying task calls;
 *   <li>the pid that the first oops or panic report in the log names.
 * </ol>
 */
public final class PanicFinder {
    private final Kernel kernel;

    /** Makes the finder; nothing is read yet. */
    public PanicFinder(Kernel kernel) {
        this.kernel = kernel;
    }

    /** Returns who died; called once. */
    public PanicInfo find() {
        PanicText text = new PanicText();
        kernel.log(text);
        String message = text.message();
        Task task = current(() -> cpuIn("panic_cpu"));
        if (task != null) {
            return new PanicInfo(task, message, "panic_cpu");
        }
        task = current(() -> cpuIn("crashing_cpu"));
        if (task != null) {
            return new PanicInfo(task, message, "crashing_cpu");
        }
        task = current(() -> kernel.image().facts().panicCpu());
        if (task != null) {
            return new PanicInfo(task, message, "dump header");
        }
        task = dyingByStack();
        if (task != null) {
            return new PanicInfo(task, message, "stack");
        }
        task = reported(text);
        return new PanicInfo(task, message, task == null ? "not found" : "panic text");
    }

    private @Nullable Task current(Supplier<OptionalInt> cpu) {
        try {
            OptionalInt number = cpu.get();
            if (number.isEmpty() || !kernel.cpus().possible().contains(number.getAsInt())) {
                return null;
            }
            Task task = kernel.cpus().current(number.getAsInt());
            return task.pid() >= 0 ? task : null;
        } catch (FaultException | MissingTypeException e) {
            return null;
        }
    }

    /** Reads an {@code int} or {@code atomic_t} that is negative as long as no CPU has died. */
    private OptionalInt cpuIn(String variable) {
        OptionalLong address = kernel.address(variable);
        if (address.isEmpty()) {
            return OptionalInt.empty();
        }
        int cpu = kernel.memory().i32(address.getAsLong());
        return cpu < 0 ? OptionalInt.empty() : OptionalInt.of(cpu);
    }

    private @Nullable Task dyingByStack() {
        Cpus cpus = kernel.cpus();
        for (int cpu : cpus.online()) {
            try {
                Task task = cpus.current(cpu);
                if (LastCalls.among(kernel.stack(task).frames())) {
                    return task;
                }
            } catch (FaultException | MissingTypeException e) {
                // This CPU's task cannot be told; another one's may.
            }
        }
        return null;
    }

    private @Nullable Task reported(PanicText text) {
        if (text.pid() < 0) {
            return null;
        }
        try {
            if (text.pid() == 0) {
                return current(() -> OptionalInt.of(text.cpu()));
            }
            for (Task task : kernel.tasks()) {
                if (pid(task) == text.pid()) {
                    return task;
                }
            }
        } catch (FaultException | MissingTypeException e) {
            return null;
        }
        return null;
    }

    private static int pid(Task task) {
        try {
            return task.pid();
        } catch (FaultException e) {
            return -1;
        }
    }
}
