package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CpuList;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The modes of {@code ps} that show one matter for each task. */
@Reads(value = "rq", optional = "clock", lost = "ages of ps -l and -m")
@Reads(value = "signal_struct", optional = "rlim", lost = "limits of ps -r")
@Reads(
        value = "rlimit",
        optional = {"rlim_cur", "rlim_max"},
        lost = "limits of ps -r")
final class PsDetails {
    private static final List<String> LIMITS = List.of(
            "CPU",
            "FSIZE",
            "DATA",
            "STACK",
            "CORE",
            "RSS",
            "NPROC",
            "NOFILE",
            "MEMLOCK",
            "AS",
            "LOCKS",
            "SIGPENDING",
            "MSGQUEUE",
            "NICE",
            "RTPRIO",
            "RTTIME");
    private static final int LONGEST_ARGUMENTS = 1 << 17;

    private PsDetails() {}

    static Result lastRun(Kernel kernel, List<Task> tasks, PsRows rows, Arguments arguments) throws CommandException {
        boolean ago = arguments.has("m");
        record Run(Task task, long time, long sort) {}
        Map<Integer, Long> clocks = new HashMap<>();
        List<Run> runs = new ArrayList<>();
        for (Task task : tasks) {
            long time = rows.fields(task).lastArrival();
            long sort = time;
            if (ago) {
                long clock = clocks.computeIfAbsent(task.cpu(), cpu -> clock(kernel, cpu));
                time = Long.compareUnsigned(clock, time) > 0 ? clock - time : 0;
                sort = -time;
            }
            runs.add(new Run(task, time, sort));
        }
        runs.sort(Comparator.comparingLong(Run::sort).reversed());
        List<Row> list = new ArrayList<>();
        List<@Nullable Integer> cpus = new ArrayList<>();
        if (arguments.value("C").isPresent()) {
            cpus.addAll(CpuList.parse(arguments.value("C").orElseThrow(), kernel));
        } else {
            cpus.add(null);
        }
        for (Integer cpu : cpus) {
            if (cpu != null) {
                list.add(new Row().put("header", "CPU: " + cpu));
            }
            for (Run run : runs) {
                if (cpu == null || run.task().cpu() == cpu) {
                    list.add(TaskLine.row(run.task())
                            .put("state", Cell.of(run.task()::stateName))
                            .put("last_run_ns", run.time())
                            .put("last_run", ago ? duration(run.time()) : Long.toUnsignedString(run.time())));
                }
            }
        }
        return Result.of(ago ? "ps-last-run-ago/1" : "ps-last-run/1", list, PsViews::lastRun);
    }

    private static long clock(Kernel kernel, int cpu) {
        return kernel.perCpu("runqueues", cpu).member("clock").asLong();
    }

    /** Spells nanoseconds as crash does: days, then hours:minutes:seconds.milliseconds. */
    static String duration(long nanoseconds) {
        long milliseconds = nanoseconds / 1_000_000;
        long seconds = milliseconds / 1000;
        return String.format(
                Locale.ROOT,
                "%d %02d:%02d:%02d.%03d",
                seconds / 86400,
                seconds / 3600 % 24,
                seconds / 60 % 60,
                seconds % 60,
                milliseconds % 1000);
    }

    static Result times(Kernel kernel, List<Task> tasks, PsRows rows) {
        Object uptime = Cell.of(() -> KernelFacts.uptimeSeconds(kernel));
        List<Row> list = new ArrayList<>();
        for (Task task : tasks) {
            TaskFields fields = rows.fields(task);
            Object start = Cell.of(fields::startTime);
            list.add(TaskLine.row(task)
                    .put(
                            "run_time",
                            start instanceof Long begun && uptime instanceof Long up ? runTime(up, begun) : uptime)
                    .put("start_time", start)
                    .put("utime", Cell.of(fields::utime))
                    .put("stime", Cell.of(fields::stime)));
        }
        return Result.of("ps-times/1", list, PsViews::times);
    }

    private static String runTime(long uptimeSeconds, long startNanoseconds) {
        long seconds = Math.max(0, uptimeSeconds - startNanoseconds / 1_000_000_000L);
        String clock =
                String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        return seconds < 86400 ? clock : seconds / 86400 + " days, " + clock;
    }

    static Result arguments(Kernel kernel, List<Task> tasks, PsRows rows) {
        List<Row> list = new ArrayList<>();
        for (Task task : tasks) {
            Row row = TaskLine.row(task);
            if (task.mm() != 0) {
                Memory memory = kernel.userMemory(task).orElse(null);
                if (memory != null) {
                    MmFields mm = rows.mm(task);
                    row.put("arguments", Cell.of(() -> String.join(" ", strings(memory, mm.argStart(), mm.argEnd()))));
                    row.put("environment", Cell.of(() -> strings(memory, mm.envStart(), mm.envEnd())));
                }
            }
            list.add(row);
        }
        return Result.of("ps-arguments/1", list, PsViews::arguments);
    }

    private static List<String> strings(Memory memory, long start, long end) {
        long length = end - start;
        if (length < 0 || length > LONGEST_ARGUMENTS) {
            throw new MissingTypeException("the strings' bounds 0x" + Long.toHexString(start) + "-0x"
                    + Long.toHexString(end) + " make no sense");
        }
        byte[] bytes = new byte[(int) length];
        Fault fault = memory.tryRead(start, bytes, 0, bytes.length);
        if (fault != null) {
            throw new FaultException(fault);
        }
        List<String> strings = new ArrayList<>();
        int begin = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0) {
                strings.add(new String(bytes, begin, i - begin, StandardCharsets.UTF_8));
                begin = i + 1;
            }
        }
        return strings;
    }

    static Result limits(Kernel kernel, List<Task> tasks, PsRows rows) {
        List<Row> list = new ArrayList<>();
        for (Task task : tasks) {
            list.add(TaskLine.row(task)
                    .put(
                            "limits",
                            Cell.of(() -> limits(kernel, rows.fields(task).signal()))));
        }
        return Result.of("ps-limits/1", list, PsViews::limits);
    }

    private static List<Row> limits(Kernel kernel, long signal) {
        Value table = kernel.at("struct signal_struct", signal).member("rlim");
        List<Row> limits = new ArrayList<>();
        for (int i = 0; i < LIMITS.size(); i++) {
            Value limit = table.index(i);
            limits.add(new Row()
                    .put("name", LIMITS.get(i))
                    .put("current", limit(limit.member("rlim_cur").asLong()))
                    .put("maximum", limit(limit.member("rlim_max").asLong())));
        }
        return limits;
    }

    // RLIM_INFINITY is all ones (include/uapi/asm-generic/resource.h).
    private static Object limit(long value) {
        return value == -1 ? "(unlimited)" : (Object) value;
    }
}
