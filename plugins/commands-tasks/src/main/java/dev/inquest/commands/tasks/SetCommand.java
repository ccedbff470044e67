package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.CpuList;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Address;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.osgi.service.component.annotations.Component;

/** {@code set}: the chosen task and the session's variables. */
@Component(service = Command.class, property = "inquest.command=set")
public final class SetCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "set", "choose the task that other commands work on, or set a variable")
            .operands("[pid | task | variable [value]]")
            .option("c", "cpu", "Choose the task that ran on this CPU at the time of the crash.")
            .flag("p", "Choose the panic task.")
            .flag("v", "Show the variables.")
            .describe(
                    "Without arguments, shows the chosen task. With a pid or the address of a task_struct, chooses that task.")
            .describe(
                    "Variables: radix 10|16 for numbers in output; scroll on|off for the pager; hex and dec are short for radix 16 and 10; "
                            + "source is where the kernel's source is, for dis -s and disas /s: folders, or FROM=TO for compiled paths that begin with FROM, "
                            + "separated by colons.")
            .example("work on process 151", "set 151", "")
            .example("work on what CPU 1 ran", "set -c 1", "")
            .example("numbers in hexadecimal", "set radix 16", "")
            .example("where the source is", "set source /usr/src/linux-source-6.1", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        SessionContext context = invocation.context();
        Kernel kernel = invocation.kernel();
        if (arguments.has("v")) {
            return variables(context);
        }
        if (arguments.has("c")) {
            List<Integer> cpus = CpuList.parse(arguments.value("c").orElseThrow(), kernel);
            context.task(kernel.cpus().current(cpus.getFirst()));
        } else if (arguments.has("p")) {
            Task panic = kernel.panic().task();
            if (panic == null) {
                throw CommandException.failed("set: the panic task is not known");
            }
            context.task(panic);
        } else if (!arguments.operands().isEmpty()) {
            List<String> operands = arguments.operands();
            if (setVariable(operands, context)) {
                return variables(context);
            }
            if (operands.size() > 1) {
                throw CommandException.usage("set: no variable " + operands.getFirst() + "; 'set -v' shows them");
            }
            List<Task> tasks = TaskSelector.match(kernel, operands.getFirst());
            if (tasks.isEmpty()) {
                throw CommandException.failed("set: no task and no variable matches " + operands.getFirst());
            }
            context.task(tasks.getFirst());
        }
        return Result.of("set/1", List.of(row(TaskSelector.current(invocation), kernel)), SetCommand::show);
    }

    private static boolean setVariable(List<String> words, SessionContext context) throws CommandException {
        String name = words.getFirst();
        String value = words.size() > 1 ? words.get(1) : "";
        switch (name) {
            case "hex" -> context.radix(16);
            case "dec" -> context.radix(10);
            case "radix" -> {
                if (!value.equals("10") && !value.equals("16")) {
                    throw CommandException.usage("set: radix is 10 or 16");
                }
                context.radix(Integer.parseInt(value));
            }
            case "scroll" -> {
                if (!value.equals("on") && !value.equals("off")) {
                    throw CommandException.usage("set: scroll is on or off");
                }
                context.variables().put(name, value);
            }
            case "source" -> {
                // The name alone shows it.
                if (words.size() > 1) {
                    context.variables().put(name, String.join(" ", words.subList(1, words.size())));
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static Result variables(SessionContext context) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row().put("variable", "radix").put("value", Integer.toString(context.radix())));
        rows.add(new Row()
                .put("variable", "scroll")
                .put("value", context.variables().getOrDefault("scroll", "on")));
        new TreeMap<>(context.variables()).forEach((name, value) -> {
            if (!name.equals("scroll")) {
                rows.add(new Row().put("variable", name).put("value", value));
            }
        });
        return Result.of(
                "set-variables/1",
                rows,
                (result, out) -> result.rows()
                        .forEach(row -> out.line(" "
                                        .repeat(Math.max(
                                                0, 15 - row.text("variable").length())) + row.text("variable") + ": "
                                + row.text("value"))));
    }

    private static Row row(Task task, Kernel kernel) {
        Task panic = kernel.panic().task();
        return TaskLine.row(task)
                .put("state", Cell.of(task::stateName))
                .put("active", task.active())
                .put("panic", panic != null && panic.address() == task.address());
    }

    private static void show(Result result, TextOut out) {
        for (Row row : result.rows()) {
            out.line("    PID: " + row.text("pid"));
            out.line("COMMAND: \"" + row.text("comm") + "\"");
            out.line("   TASK: " + (row.get("task") instanceof Address address ? address.digits() : row.text("task")));
            out.line("    CPU: " + row.text("cpu"));
            String what = row.is("panic") ? " (PANIC)" : row.is("active") ? " (ACTIVE)" : "";
            out.line("  STATE: " + TaskLine.longState(row.text("state")) + what);
            out.line();
        }
    }
}
