package dev.inquest.commands.kernel;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** {@code sys}: the machine, the kernel and what happened, on one screen. */
@Reads(value = "pglist_data", optional = "node_present_pages", lost = "line MEMORY")
@Reads(value = "timekeeper", optional = "xtime_sec", lost = "line DATE", mayLack = true)
@Reads(
        value = "clocksource",
        optional = {"mult", "shift"},
        lost = "line UPTIME, where there is no tick_nsec",
        mayLack = true)
@Reads(value = "task_struct", optional = "thread_info", since = "CONFIG_THREAD_INFO_IN_TASK (4.9)")
@Component(service = Command.class, property = "inquest.command=sys")
public final class SysCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("sys", "show the machine, the kernel and what happened")
            .flag("t", "Show the kernel's taint mask and letters.")
            .describe(
                    "Shows what one wants to know first: kernel and dump, number of CPUs, date and uptime at the time of the crash, load, "
                            + "number of tasks, host and kernel version, memory, the panic message and the task that died.")
            .describe(
                    "[PARTIAL DUMP] says that pages were filtered out when the dump was made, [INCOMPLETE] that the file is cut short.")
            .example("what happened?", "sys", "")
            .example("was the kernel tainted?", "sys -t", "TAINTED_MASK: 3000  OE")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        if (!invocation.arguments().operands().isEmpty()) {
            throw CommandException.usage("sys: takes no operands; 'help sys' shows its options");
        }
        if (invocation.arguments().has("t")) {
            Row row = new Row()
                    .put("tainted_mask", Cell.of(() -> new Address(taintMask(kernel))))
                    .put("taints", Cell.of(() -> Taints.letters(taintMask(kernel))));
            return Result.of("sys-taint/1", List.of(row), SysView::taint);
        }
        return Result.of("sys/1", List.of(row(kernel)), SysView::banner);
    }

    static long taintMask(Kernel kernel) {
        return kernel.memory()
                .u64(kernel.address("tainted_mask")
                        .orElseThrow(() -> new MissingTypeException("the kernel's symbol tainted_mask is not known")));
    }

    private static Row row(Kernel kernel) {
        DumpFacts facts = kernel.image().facts();
        // Sources are opened when they are first asked: the panic task needs types in any case.
        kernel.findType("struct task_struct");
        Row row = new Row()
                .put("kernel", kernel.kernelFile().orElse(null))
                // A place for it; what is asked for types is known when the rest is done.
                .put("types_from", null)
                .put("tainted", Cell.of(() -> taintMask(kernel) != 0))
                .put("dumpfile", kernel.image().names())
                .put("format", facts.format())
                .put("partial", facts.partial())
                .put("complete", facts.complete())
                .put("cpus", Cell.of(() -> kernel.cpus().present().size()))
                .put("cpus_offline", Cell.of(() -> offline(kernel)))
                .put("date_seconds", date(kernel, facts))
                .put("uptime_seconds", Cell.of(() -> KernelFacts.uptimeSeconds(kernel)))
                .put("load_average", Cell.of(() -> loadAverage(kernel)))
                .put("tasks", Cell.of(() -> kernel.tasks().size()));
        Object uts = Cell.of(() -> {
            DumpFacts.Uts name = kernel.uts();
            row.put("nodename", name.nodename())
                    .put("release", name.release())
                    .put("version", name.version())
                    .put("machine", name.machine());
            return "";
        });
        if (!"".equals(uts)) {
            row.put("nodename", uts).put("release", uts).put("version", uts).put("machine", uts);
        }
        row.put("cpu_mhz", megahertz(kernel))
                .put("memory_bytes", Cell.of(() -> KernelFacts.presentPages(kernel) * kernel.pageSize()))
                .put("panic", Cell.of(() -> kernel.panic().message()));
        Task task = Cell.of(() -> kernel.panic().task()) instanceof Task panic ? panic : null;
        row.put("task", task == null ? null : task(kernel, task));
        row.put(
                "types_from",
                kernel.layouts().stream()
                        .filter(layout -> layout.types() != null)
                        .map(layout -> layout.describe())
                        .toList());
        return row;
    }

    private static Row task(Kernel kernel, Task task) {
        boolean inTask = kernel.struct("task_struct").find("thread_info") != null;
        return new Row()
                .put("pid", Cell.of(task::pid))
                .put("comm", Cell.of(task::comm))
                .put("task", new Address(task.address()))
                .put(
                        "thread_info",
                        new Address(inTask ? task.address() : task.stackBase().orElse(0)))
                .put("cpu", Cell.of(task::cpu))
                .put("state", Cell.of(task::stateName))
                .put("found_by", kernel.panic().foundBy());
    }

    /** Returns the CPUs that the kernel's mask has as offline; those that the panic stopped are among them, as crash counts. */
    private static List<Integer> offline(Kernel kernel) {
        TreeSet<Integer> offline = new TreeSet<>(kernel.cpus().present());
        offline.removeAll(kernel.cpus().online());
        offline.addAll(kernel.cpus().stopped());
        return List.copyOf(offline);
    }

    private static @Nullable Object date(Kernel kernel, DumpFacts facts) {
        Object kernelTime = Cell.of(() -> KernelFacts.wallSeconds(kernel));
        return kernelTime instanceof Long || facts.crashTimeSeconds() == 0
                ? kernelTime
                : (Object) facts.crashTimeSeconds();
    }

    // avenrun[] has 11 bits of fraction (include/linux/sched/loadavg.h).
    private static List<Double> loadAverage(Kernel kernel) {
        long address = kernel.address("avenrun")
                .orElseThrow(() -> new MissingTypeException("the kernel's symbol avenrun is not known"));
        return java.util.stream.IntStream.range(0, 3)
                .mapToObj(i -> {
                    long load = kernel.memory().u64(address + 8L * i) + 2048 / 200;
                    return Double.valueOf(String.format(Locale.ROOT, "%d.%02d", load >> 11, (load & 2047) * 100 >> 11));
                })
                .toList();
    }

    // cpu_khz is x86's measured clock (arch/x86/kernel/tsc.c); other architectures have no such number.
    private static @Nullable Object megahertz(Kernel kernel) {
        var address = kernel.address("cpu_khz");
        return address.isEmpty() ? null : Cell.of(() -> kernel.memory().u32(address.getAsLong()) / 1000);
    }
}
