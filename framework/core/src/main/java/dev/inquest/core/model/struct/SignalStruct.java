package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/** {@code struct signal_struct} (include/linux/sched/signal.h): what the threads of a process share. */
@KernelStruct("signal_struct")
public interface SignalStruct {

    /** Returns the address of the head of the list of threads, linked through {@code task_struct.thread_node}. */
    @Optional
    @AddressOf
    @Member(value = "thread_head", since = "0c740d0afc3b (3.14)")
    long threadHead();

    /** Returns the number of threads. */
    @Member("nr_threads")
    int threads();
}
