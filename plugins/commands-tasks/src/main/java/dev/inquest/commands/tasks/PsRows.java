package dev.inquest.commands.tasks;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the rows of {@code ps}. */
@Reads(value = "pglist_data", optional = "node_present_pages", lost = "column %MEM")
final class PsRows {
    private final Kernel kernel;
    private final StructLayout<TaskFields> fields;
    private final StructLayout<MmFields> mms;
    private final ResidentPages resident;
    private final Map<Integer, List<Task>> threads = new HashMap<>();
    private final Map<Long, Object> residentByMm = new HashMap<>();
    private @Nullable Object presentPages;

    PsRows(Kernel kernel) {
        this.kernel = kernel;
        this.fields = kernel.bind(TaskFields.class);
        this.mms = kernel.bind(MmFields.class);
        this.resident = new ResidentPages(kernel);
        for (Task task : kernel.tasks()) {
            if (Cell.of(task::tgid) instanceof Integer tgid) {
                threads.computeIfAbsent(tgid, _ -> new ArrayList<>()).add(task);
            }
        }
    }

    /** Returns all tasks by pid, as crash lists them; the idle tasks, whose pid is 0, by CPU. */
    static List<Task> byPid(Kernel kernel) {
        record Numbered(Task task, int pid) {}
        return kernel.tasks().stream()
                .map(task -> new Numbered(task, Cell.of(task::pid) instanceof Integer pid ? pid : Integer.MAX_VALUE))
                .sorted(Comparator.comparingInt(Numbered::pid))
                .map(Numbered::task)
                .toList();
    }

    TaskFields fields(Task task) {
        return fields.at(task.address());
    }

    boolean has(String method) {
        return fields.has(method);
    }

    List<Task> threads(Task task) {
        return threads.getOrDefault(task.tgid(), List.of(task));
    }

    /** Returns whether crash shows a task in brackets: a kernel thread, or an idle task. */
    static boolean kernelThread(Task task) {
        return task.pid() == 0 || task.kernelThread();
    }

    Row row(Task task) {
        Row row = new Row()
                .put("task", new Address(task.address()))
                .put("pid", Cell.of(task::pid))
                .put("tgid", Cell.of(task::tgid))
                .put("ppid", Cell.of(task::parentPid))
                .put("cpu", Cell.of(task::cpu))
                .put("state", Cell.of(task::stateName))
                .put("comm", Cell.of(task::comm));
        Object pages = Cell.of(() -> residentPages(task));
        row.put("vsz_kib", Cell.of(() -> virtualPages(task) * pageKib()));
        row.put("rss_kib", pages instanceof Long count ? (Object) (count * pageKib()) : pages);
        row.put("mem_percent", pages instanceof Long count ? percent(count) : pages);
        row.put("active", Cell.of(task::active));
        row.put("kernel_thread", Cell.of(() -> kernelThread(task)));
        return row;
    }

    private long pageKib() {
        return kernel.pageSize() / 1024;
    }

    private long virtualPages(Task task) {
        return task.mm() == 0 || kernelThread(task) ? 0 : mms.at(task.mm()).totalVm();
    }

    private Object residentPages(Task task) {
        long mm = task.mm();
        if (mm == 0 || kernelThread(task)) {
            return 0L;
        }
        Object known = residentByMm.get(mm);
        if (known == null) {
            known = resident.of(mms.at(mm), task, threads(task));
            residentByMm.put(mm, known);
        }
        return known;
    }

    private @Nullable Object percent(long pages) {
        if (presentPages == null) {
            presentPages = Cell.of(() -> KernelFacts.presentPages(kernel));
        }
        return presentPages instanceof Long present && present > 0
                ? (Object) (Math.round(pages * 1000.0 / present) / 10.0)
                : presentPages;
    }

    MmFields mm(Task task) {
        return mms.at(task.mm());
    }
}
