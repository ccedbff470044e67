package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** {@code ps}: the tasks. */
@Component(service = Command.class, property = "inquest.command=ps")
public final class PsCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("ps", "show tasks and what they were doing")
            .operands("[pid | task | command | 'regex'] ...")
            .flag("k", "Only kernel threads.")
            .flag("u", "Only user tasks.")
            .flag("G", "Only thread group leaders.")
            .flag("A", "Only tasks that ran on a CPU at the time of the crash.")
            .option(
                    "y",
                    "policies",
                    "Only tasks of these scheduling policies: names (NORMAL FIFO RR BATCH ISO IDLE DEADLINE) or numbers, separated by commas.")
            .flag("s", "Show the saved kernel stack pointer in place of the task's address.")
            .flag("p", "Show each task under its parents.")
            .flag("c", "Show each task with its children.")
            .flag("t", "Show run time, start time, user and system time.")
            .flag("l", "Sort by the time when tasks last ran, newest first; times as the run queue's clock has them.")
            .flag("m", "As -l, but times say how long ago that was: [days hours:minutes:seconds.milliseconds].")
            .option(
                    "C",
                    "cpus",
                    "With -l or -m: only tasks of these CPUs, each under a heading; a list such as 0,2-3, or a for all.")
            .flag("a", "Show arguments and environment.")
            .flag("g", "Show thread groups.")
            .flag("r", "Show resource limits.")
            .flag("S", "Count the tasks by state.")
            .flag("H", "Leave out the heading.")
            .describe(
                    "Shows every task: process id, parent's process id, CPU, address of the task_struct, state, share of physical memory, "
                            + "virtual size and resident size in KiB, and the command's name. A '>' marks tasks that ran on a CPU at the time of "
                            + "the crash; kernel threads are in brackets.")
            .describe(
                    "States: RU running or runnable, IN interruptible sleep, UN uninterruptible sleep, ID idle kernel thread, ST stopped, "
                            + "TR traced, ZO zombie, DE dead, PA parked, WA waking, NE new.")
            .example("all tasks that were blocked", "ps | grep UN", "")
            .example("the tasks that ran at the time of the crash", "ps -A", "")
            .example("who waited longest", "ps -m | tail -5", "")
            .example("the threads of one process", "ps -g 144", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        PsRows rows = new PsRows(kernel);
        List<Task> tasks = arguments.operands().isEmpty()
                ? PsRows.byPid(kernel)
                : TaskSelector.select(invocation, arguments.operands());
        tasks = filter(tasks, arguments, rows);
        if (arguments.has("S")) {
            return summary(tasks);
        }
        if (arguments.has("p")) {
            return Result.of("ps-tree/1", parents(kernel, tasks), PsViews::tree);
        }
        if (arguments.has("c")) {
            return Result.of("ps-tree/1", children(kernel, tasks), PsViews::tree);
        }
        if (arguments.has("g")) {
            return Result.of("ps-tree/1", groups(tasks, rows), PsViews::tree);
        }
        if (arguments.has("l") || arguments.has("m")) {
            return PsDetails.lastRun(kernel, tasks, rows, arguments);
        }
        if (arguments.has("t")) {
            return PsDetails.times(kernel, tasks, rows);
        }
        if (arguments.has("a")) {
            return PsDetails.arguments(kernel, tasks, rows);
        }
        if (arguments.has("r")) {
            return PsDetails.limits(kernel, tasks, rows);
        }
        boolean stackPointers = arguments.has("s");
        List<Row> table = new ArrayList<>();
        for (Task task : tasks) {
            if (invocation.progress().cancelled()) {
                break;
            }
            Row row = rows.row(task);
            if (stackPointers) {
                row.put("kstackp", Cell.of(() -> new Address(rows.fields(task).savedSp())));
            }
            table.add(row);
        }
        TextView view = PsViews.table(stackPointers, !arguments.has("H"));
        return Result.of("ps/1", table, view);
    }

    private static List<Task> filter(List<Task> tasks, Arguments arguments, PsRows rows) throws CommandException {
        Set<Integer> policies = new LinkedHashSet<>();
        for (String value : arguments.values("y")) {
            policies.addAll(Policies.parse(value));
        }
        List<Task> kept = new ArrayList<>();
        for (Task task : tasks) {
            boolean keep = (!arguments.has("k") || PsRows.kernelThread(task))
                    && (!arguments.has("u") || !PsRows.kernelThread(task))
                    && (!arguments.has("G") || task.pid() == task.tgid())
                    && (!arguments.has("A") || task.active())
                    && (policies.isEmpty()
                            || policies.contains(rows.fields(task).policy()));
            if (keep) {
                kept.add(task);
            }
        }
        return kept;
    }

    private static Result summary(List<Task> tasks) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (Task task : tasks) {
            counts.merge(String.valueOf(Cell.of(task::stateName)), 1, Integer::sum);
        }
        List<Row> rows = new ArrayList<>();
        counts.forEach((state, count) -> rows.add(new Row().put("state", state).put("count", count)));
        return Result.of("ps-summary/1", rows, PsViews::summary);
    }

    private static List<Row> parents(Kernel kernel, List<Task> tasks) {
        List<Row> rows = new ArrayList<>();
        int group = 0;
        for (Task task : tasks) {
            List<Task> chain = new ArrayList<>();
            Set<Long> seen = new LinkedHashSet<>();
            for (Task at = task; at != null && seen.add(at.address()); ) {
                chain.addFirst(at);
                at = kernel.task(at.parent()).orElse(null);
            }
            for (int depth = 0; depth < chain.size(); depth++) {
                rows.add(treeRow(chain.get(depth), group, depth));
            }
            group++;
        }
        return rows;
    }

    private static List<Row> children(Kernel kernel, List<Task> tasks) {
        List<Row> rows = new ArrayList<>();
        int group = 0;
        for (Task task : tasks) {
            rows.add(treeRow(task, group, 0));
            for (Task other : kernel.tasks()) {
                if (other.parent() == task.address()
                        && other.address() != task.address()
                        && other.pid() == other.tgid()) {
                    rows.add(treeRow(other, group, 2));
                }
            }
            group++;
        }
        return rows;
    }

    private static List<Row> groups(List<Task> tasks, PsRows rows) {
        List<Row> list = new ArrayList<>();
        Set<Integer> done = new LinkedHashSet<>();
        int group = 0;
        for (Task task : tasks) {
            if (task.pid() != 0 && !done.add(task.tgid())) {
                continue;
            }
            List<Task> threads = task.pid() == 0 ? List.of(task) : rows.threads(task);
            for (Task thread : threads) {
                list.add(treeRow(thread, group, thread.pid() == thread.tgid() ? 0 : 2));
            }
            group++;
        }
        return list;
    }

    private static Row treeRow(Task task, int group, int depth) {
        return dev.inquest.api.command.TaskLine.row(task)
                .put("tgid", Cell.of(task::tgid))
                .put("ppid", Cell.of(task::parentPid))
                .put("group", group)
                .put("depth", depth);
    }
}
