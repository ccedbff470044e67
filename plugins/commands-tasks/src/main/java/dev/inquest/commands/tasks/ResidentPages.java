package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.types.ArrayType;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resident pages of an address space: file, anonymous and shared-memory pages. Two forms, chosen by the type of
 * {@code mm_struct.rss_stat}.
 */
@Reads(
        value = "mm_struct",
        optional = "rss_stat[0].count|rss_stat.count[0].counter",
        lost = "columns RSS and %MEM",
        since = "f1a7941243c1 (6.2)")
@Reads(
        value = "percpu_counter",
        optional = {"count", "counters"},
        lost = "columns RSS and %MEM",
        mayLack = true,
        since = "f1a7941243c1 (6.2)")
final class ResidentPages {
    private static final List<String> COUNTED = List.of("MM_FILEPAGES", "MM_ANONPAGES", "MM_SHMEMPAGES");
    private final Kernel kernel;
    private final StructLayout<TaskFields> tasks;
    private final int[] counters;

    ResidentPages(Kernel kernel) {
        this.kernel = kernel;
        this.tasks = kernel.bind(TaskFields.class);
        this.counters = counters(kernel);
    }

    /** Returns the resident pages of a task's process. */
    long of(MmFields mm, Task task, List<Task> threads) {
        Value stat = mm.rssStat();
        long pages = stat.type().bare() instanceof ArrayType ? perCpu(stat) : plain(stat);
        if (tasks.has("unsyncedRss")) {
            for (Task thread : threads.isEmpty() ? List.of(task) : threads) {
                long counts = tasks.at(thread.address()).unsyncedRss();
                for (int counter : counters) {
                    pages += kernel.memory().i32(counts + 4L * counter);
                }
            }
        }
        return Math.max(0, pages);
    }

    private long plain(Value stat) {
        Value counts = stat.member("count");
        long pages = 0;
        for (int counter : counters) {
            pages += counts.index(counter).member("counter").asLong();
        }
        return pages;
    }

    // percpu_counter: the sum is count plus what each CPU holds back (lib/percpu_counter.c).
    private long perCpu(Value stat) {
        long pages = 0;
        for (int counter : counters) {
            Value percpu = stat.index(counter);
            pages += percpu.member("count").asLong();
            long local = percpu.member("counters").asLong();
            for (int cpu : kernel.cpus().online()) {
                pages += kernel.memory().i32(kernel.cpus().address(cpu, local));
            }
        }
        return pages;
    }

    // The numbers of the counters are enumerators of an anonymous enum (include/linux/mm_types_task.h) that type tables
    // do not find by
    // name; they have been 0, 1 and, with shared memory counted apart since eca56ff906bd (v4.5), 3.
    private static int[] counters(Kernel kernel) {
        Type named = kernel.findType("enum mm_counter");
        if (named != null && named.bare() instanceof EnumType numbers) {
            return numbers.enumerators().stream()
                    .filter(e -> COUNTED.contains(e.name()))
                    .mapToInt(e -> (int) e.value())
                    .toArray();
        }
        return hasShared(kernel) ? new int[] {0, 1, 3} : new int[] {0, 1};
    }

    private static boolean hasShared(Kernel kernel) {
        StructType mm = kernel.struct("mm_struct");
        return elements(mm.find("rss_stat")) >= 4 || elements(mm.find("rss_stat.count")) >= 4;
    }

    private static long elements(StructType.@Nullable Place place) {
        return place != null && place.type().bare() instanceof ArrayType array ? array.count() : 0;
    }
}
