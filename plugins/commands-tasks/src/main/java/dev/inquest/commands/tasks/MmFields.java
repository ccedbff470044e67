package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;
import dev.inquest.api.types.Value;

/** What {@code ps} shows of an address space. */
@KernelStruct("mm_struct")
public interface MmFields extends KernelObject {
    /** Pages of address space. */
    @Member("total_vm")
    long totalVm();

    /**
     * Counters of resident pages, by {@code MM_FILEPAGES} …: a struct with an array {@code count}, or since f1a7941243c1 (v6.2) an array
     * of {@code struct percpu_counter}.
     */
    @Member("rss_stat")
    Value rssStat();

    /** First address of the argument strings. */
    @Optional("arguments of ps -a")
    @Member("arg_start")
    long argStart();

    /** First address behind the argument strings. */
    @Optional("arguments of ps -a")
    @Member("arg_end")
    long argEnd();

    /** First address of the environment strings. */
    @Optional("environments of ps -a")
    @Member("env_start")
    long envStart();

    /** First address behind the environment strings. */
    @Optional("environments of ps -a")
    @Member("env_end")
    long envEnd();
}
