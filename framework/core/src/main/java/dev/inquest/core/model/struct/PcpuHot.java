package dev.inquest.core.model.struct;

import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/**
 * {@code struct pcpu_hot} (arch/x86/include/asm/current.h): x86's most used per-CPU variables in one cache line, from
 * e57ef2ed97c1 (6.2) until it was taken apart in 6.15.
 */
@Optional
@KernelStruct("pcpu_hot")
public interface PcpuHot {

    /** Returns the address of the current task. */
    @Member("current_task")
    long currentTask();
}
