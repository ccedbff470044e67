package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.AddressOf;
import dev.inquest.api.kernel.KernelObject;
import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Optional;

/** What {@code ps} shows of a task beyond what every command does. */
@KernelStruct("task_struct")
public interface TaskFields extends KernelObject {
    /** Address of the {@code signal_struct}; 0 for a task that was already reaped. */
    long signal();

    /** Scheduling policy, {@code SCHED_*} (include/uapi/linux/sched.h). */
    @Optional("column POLICY of ps -y")
    int policy();

    /** Priority as the scheduler sees it: below 100 for real-time. */
    @Optional("priorities")
    int prio();

    /** Nanoseconds since boot at which the task was started. */
    @Optional("start times of ps -t")
    @Member("start_time")
    long startTime();

    /** User time; nanoseconds since 5613fda9a503 (v4.11), before that jiffies. */
    @Optional("user times of ps -t")
    long utime();

    /** System time, as {@link #utime}. */
    @Optional("system times of ps -t")
    long stime();

    /** Run-queue clock when the task last got a CPU; needs CONFIG_SCHED_INFO. */
    @Optional("last run of ps -l and -m")
    @Member("sched_info.last_arrival")
    long lastArrival();

    /** Stack pointer that the scheduler saved (x86). */
    @Optional("column KSTACKP of ps -s")
    @Member({"thread.sp", "thread.ksp", "thread.cpu_context.sp"})
    long savedSp();

    /** Address of the counters of pages that were not yet added to the {@code mm_struct}; until f1a7941243c1 (v6.2). */
    @Optional
    @AddressOf
    @Member(value = "rss_stat.count", since = "removed by f1a7941243c1 (v6.2)")
    long unsyncedRss();
}
