package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Optional;

/**
 * {@code struct thread_info} at the bottom of the stack, on kernels that do not keep it in the task
 * (CONFIG_THREAD_INFO_IN_TASK, since c65eacbe290b, 4.9).
 */
@KernelStruct("thread_info")
public interface ThreadInfo {

    /** Returns the CPU that the task runs or last ran on. */
    @Optional
    int cpu();
}
