package dev.inquest.core.model;

import dev.inquest.api.kernel.Cpus;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.core.model.struct.TaskStruct;
import dev.inquest.core.model.struct.ThreadInfo;
import java.util.HashSet;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads {@code task_struct}s. */
final class TaskReader {
    private final Kernel kernel;
    private final StructLayout<TaskStruct> layout;
    private final boolean hasExitState;
    private final boolean hasCpu;
    private final boolean hasStackUsers;
    private final Once<TaskStates> states;
    private final Once<Set<Long>> running;

    TaskReader(Kernel kernel) {
        this.kernel = kernel;
        this.layout = kernel.bind(TaskStruct.class);
        this.hasExitState = layout.has("exitState");
        this.hasCpu = layout.has("cpu");
        this.hasStackUsers = layout.has("stackUsers");
        this.states = new Once<>(() -> TaskStates.of(kernel));
        this.running = new Once<>(this::findRunning);
    }

    /** Returns the layout of the struct. */
    StructLayout<TaskStruct> layout() {
        return layout;
    }

    /** Returns a task; nothing is read yet. */
    Task at(long address) {
        return new Entry(layout.at(address));
    }

    private Set<Long> findRunning() {
        Set<Long> found = new HashSet<>();
        Cpus cpus = kernel.cpus();
        for (int cpu : cpus.online()) {
            try {
                found.add(cpus.current(cpu).address());
            } catch (FaultException | MissingTypeException e) {
                // A CPU whose current task cannot be read makes no task active.
            }
        }
        return found;
    }

    private int cpuFromStack(long stack) {
        if (kernel.findType(TypeSource.Kind.STRUCT, "thread_info") == null) {
            return 0;
        }
        StructLayout<ThreadInfo> info = kernel.bind(ThreadInfo.class);
        return info.has("cpu") ? info.at(stack).cpu() : 0;
    }

    private final class Entry implements Task {
        /** Kernel thread (include/linux/sched.h, 246bb0b1deb2, 2.6.27). A kernel thread that uses a process's memory has an mm. */
        private static final int PF_KTHREAD = 0x0020_0000;

        private final TaskStruct task;

        Entry(TaskStruct task) {
            this.task = task;
        }

        @Override
        public long address() {
            return task.address();
        }

        @Override
        public int pid() {
            return task.pid();
        }

        @Override
        public int tgid() {
            return task.tgid();
        }

        @Override
        public int parentPid() {
            return layout.at(task.parent()).pid();
        }

        @Override
        public long parent() {
            return task.parent();
        }

        @Override
        public String comm() {
            return task.comm();
        }

        @Override
        public int cpu() {
            return hasCpu ? task.cpu() : cpuFromStack(task.stack());
        }

        @Override
        public boolean active() {
            return running.get().contains(address());
        }

        @Override
        public long state() {
            return task.state() | (hasExitState ? task.exitState() : 0);
        }

        @Override
        public String stateName() {
            return states.get().name(state());
        }

        @Override
        public long mm() {
            return task.mm();
        }

        @Override
        public boolean kernelThread() {
            return (task.flags() & PF_KTHREAD) != 0;
        }

        @Override
        public OptionalLong stackBase() {
            long stack = task.stack();
            boolean freed = stack == 0 || hasStackUsers && task.stackUsers() == 0;
            return freed ? OptionalLong.empty() : OptionalLong.of(stack);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Entry entry
                    && entry.address() == address()
                    && entry.kernel().equals(kernel);
        }

        @Override
        public int hashCode() {
            return Long.hashCode(address());
        }

        @Override
        public String toString() {
            return "task 0x" + Long.toHexString(address());
        }

        private Kernel kernel() {
            return kernel;
        }
    }
}
