package dev.inquest.api.kernel;

import java.util.OptionalLong;
import org.osgi.annotation.versioning.ProviderType;

/** A task: process or thread. What it tells was read when it was asked for; numbers that cannot be read throw a fault. */
@ProviderType
public interface Task {

    /** Returns the address of the {@code task_struct}. */
    long address();

    /** Returns the thread's id: {@code task_struct.pid}. */
    int pid();

    /** Returns the process's id: {@code task_struct.tgid}. */
    int tgid();

    /** Returns the pid of the parent's process: {@code real_parent->tgid} is what getppid gives; crash and ps show {@code parent->pid}. */
    int parentPid();

    /** Returns the address of the parent's {@code task_struct}. */
    long parent();

    /** Returns {@code task_struct.comm}. */
    String comm();

    /** Returns the CPU that the task runs or last ran on. */
    int cpu();

    /** Returns whether it was some CPU's current task at the time of the crash. */
    boolean active();

    /** Returns the raw state: {@code __state}, or {@code state} before 5.14, with {@code exit_state} or-ed in. */
    long state();

    /** Returns the state as crash prints it: {@code RU IN UN ST TR ZO DE SW WA PA ID NE}. */
    String stateName();

    /** Returns the address of the {@code mm_struct}, or 0 for a kernel thread. */
    long mm();

    /** Returns whether it is a kernel thread ({@code PF_KTHREAD}, include/linux/sched.h); without other knowledge, whether it has no {@code mm}. */
    default boolean kernelThread() {
        return mm() == 0;
    }

    /** Returns the lowest address of the kernel stack, or nothing when it was already freed. */
    OptionalLong stackBase();
}
