package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;

/** {@code struct rq} (kernel/sched/sched.h): one CPU's run queue, the per-CPU variable {@code runqueues}. */
@KernelStruct("rq")
public interface RunQueue {

    /** Returns the address of the task that the scheduler chose last. */
    long curr();

    /** Returns the address of the CPU's idle task. */
    @Member("idle")
    long idle();
}
