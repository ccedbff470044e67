package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/** {@code struct task_struct} (include/linux/sched.h): a process or thread. */
@KernelStruct("task_struct")
public interface TaskStruct extends KernelObject {

    /** Returns the thread's id. */
    int pid();

    /** Returns the process's id. */
    int tgid();

    /** Returns the name, at most 15 bytes. */
    String comm();

    /** Returns the scheduler's state bits, without {@link #exitState}. */
    @Member(
            value = {"__state", "state"},
            since = "2f064a59a11f (5.14)")
    long state();

    /** Returns {@code EXIT_ZOMBIE}, {@code EXIT_DEAD} or 0. */
    @Optional
    @Member("exit_state")
    int exitState();

    /** Returns the {@code PF_} flags. */
    int flags();

    /** Returns the address of the {@code mm_struct}, 0 for kernel threads and for processes that gave it up. */
    long mm();

    /** Returns the address of the {@code mm_struct} that is in use, borrowed in the case of kernel threads. */
    @Optional
    @Member("active_mm")
    long activeMm();

    /** Returns the lowest address of the kernel stack, 0 once it was freed. */
    @Member(
            value = {"stack", "thread_info"},
            since = "f7e4217b007d (2.6.22)")
    long stack();

    /** Returns how many users the stack has; it is freed at 0. Only where {@code thread_info} lies in the task. */
    @Optional
    @Member(
            value = {"stack_refcount.refs.counter", "stack_refcount.counter"},
            since = "68f24b08ee89 (4.9), refcount_t since f0b89d3958d7 (5.1)")
    int stackUsers();

    /** Returns the CPU that the task runs or last ran on; missing on kernels for one CPU and where {@link ThreadInfo} has it. */
    @Optional
    @Member(
            value = {"thread_info.cpu", "cpu"},
            since = "c65eacbe290b (4.9), back in thread_info since bcf9033e5449 (5.16)")
    int cpu();

    /** Returns 1 while the task runs on a CPU. */
    @Optional
    @Member(value = "on_cpu", since = "3ca7a440da39 (3.0)")
    int onCpu();

    /** Returns the address of the {@code task_struct} that gets SIGCHLD: a tracer, or the real parent. */
    long parent();

    /** Returns the address of the {@code task_struct} that forked this one or inherited it. */
    @Member("real_parent")
    long realParent();

    /** Returns the address of the process's first thread. */
    @Member("group_leader")
    long groupLeader();

    /** Returns the address of the {@code signal_struct}, 0 once the task was released. */
    long signal();

    /** Returns the address of the link in the list of processes. */
    @AddressOf
    long tasks();

    /** Returns the address of the head of the list of children, linked through {@code sibling}. */
    @AddressOf
    long children();

    /** Returns the address of the link in the parent's list of children. */
    @AddressOf
    long sibling();

    /** Returns the address of the link in the process's list of threads. */
    @Optional
    @AddressOf
    @Member(value = "thread_node", since = "0c740d0afc3b (3.14)")
    long threadNode();

    /** Returns the address of the link in the ring of threads that kernels before 6.7 have. */
    @Optional
    @AddressOf
    @Member(value = "thread_group", since = "removed by 8e1f385104ac (6.7)")
    long threadGroup();
}
