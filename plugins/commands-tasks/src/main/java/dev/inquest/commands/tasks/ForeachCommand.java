package dev.inquest.commands.tasks;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** {@code foreach}: another command for many tasks. */
@Component(service = Command.class, property = "inquest.command=foreach")
public final class ForeachCommand implements Command {
    private static final Set<String> STATES =
            Set.of("RU", "IN", "UN", "ST", "ZO", "TR", "SW", "DE", "WA", "PA", "ID", "NE");
    private static final CommandSpec SPEC = CommandSpec.of("foreach", "run a command for many tasks")
            .operands(
                    "[pid | task | command | 'regex' | state | kernel | user | gleader | active] ... COMMAND [options]")
            .describe(
                    "Runs a command for each task that matches: bt, ps, set, files and every other command that works on the chosen task. "
                            + "Without a selection it runs for all tasks. A state is one of ps's codes: RU IN UN ST ZO TR DE WA PA ID NE. "
                            + "Several words of one kind widen the selection; words of different kinds (a state and 'kernel') narrow it.")
            .describe(
                    "The result is that of the command with the rows of all tasks: 'foreach bt' gives the rows of 'bt'.")
            .example("the stacks of all blocked tasks", "foreach UN bt", "")
            .example("the open files of all user tasks", "foreach user files", "")
            .example(
                    "the stacks of all tasks called httpd or whose name begins with kworker",
                    "foreach httpd '^kworker' bt",
                    "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public boolean leadingOptions() {
        return true;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> words = invocation.arguments().operands();
        Set<String> names = new LinkedHashSet<>();
        for (CommandSpec spec : invocation.commands()) {
            names.add(spec.name());
            names.addAll(spec.aliases());
        }
        int at = 0;
        while (at < words.size() && !names.contains(words.get(at))) {
            at++;
        }
        if (at == words.size()) {
            throw CommandException.usage(
                    words.isEmpty()
                            ? "foreach: which command? for instance: foreach UN bt"
                            : "foreach: there is no command among: " + String.join(" ", words));
        }
        List<Task> tasks = select(invocation.kernel(), words.subList(0, at));
        List<String> line = words.subList(at, words.size());
        return line.getFirst().equals("ps") ? once(invocation, tasks, line) : each(invocation, tasks, line);
    }

    // Without operands ps shows all tasks, whichever is chosen; it takes many as operands and looks at the machine
    // once.
    private static Result once(Invocation invocation, List<Task> tasks, List<String> line) throws CommandException {
        List<String> words = new ArrayList<>(line);
        tasks.forEach(task -> words.add(Long.toHexString(task.address())));
        return tasks.isEmpty()
                ? Result.of("ps/1", List.of(), TextView.NONE)
                : invocation.run(words, invocation.context());
    }

    private static Result each(Invocation invocation, List<Task> tasks, List<String> line) throws CommandException {
        List<Row> rows = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        TextView view = TextView.NONE;
        String schema = line.getFirst() + "/1";
        boolean partial = false;
        int done = 0;
        for (Task task : tasks) {
            if (invocation.progress().cancelled()) {
                diagnostics.add(new Diagnostic(
                        Diagnostic.Severity.WARNING,
                        "stopped by the user after " + done + " of " + tasks.size() + " tasks"));
                partial = true;
                break;
            }
            invocation.progress().report(String.join(" ", line), done++, tasks.size());
            Result result = invocation.run(line, invocation.context().with(task));
            rows.addAll(result.rows());
            for (Diagnostic diagnostic : result.diagnostics()) {
                if (!diagnostics.contains(diagnostic)) {
                    diagnostics.add(diagnostic);
                }
            }
            partial |= result.status() != Result.Status.OK;
            if (result.status() != Result.Status.FAILED) {
                schema = result.schema();
                view = result.view();
            }
        }
        return new Result(schema, partial ? Result.Status.PARTIAL : Result.Status.OK, rows, diagnostics, view);
    }

    private static List<Task> select(Kernel kernel, List<String> words) throws CommandException {
        Set<String> states = new LinkedHashSet<>();
        Set<String> kinds = new LinkedHashSet<>();
        Set<Task> named = new LinkedHashSet<>();
        boolean byName = false;
        for (String word : words) {
            if (STATES.contains(word)) {
                states.add(word);
            } else if (Set.of("kernel", "user", "gleader", "active").contains(word)) {
                kinds.add(word);
            } else {
                byName = true;
                named.addAll(TaskSelector.match(kernel, word));
            }
        }
        if (byName && named.isEmpty()) {
            throw CommandException.failed("foreach: no task matches " + String.join(" ", words));
        }
        List<Task> tasks = new ArrayList<>();
        for (Task task : byName ? named : PsRows.byPid(kernel)) {
            boolean keep = (states.isEmpty() || states.contains(task.stateName()))
                    && (!kinds.contains("kernel") || PsRows.kernelThread(task))
                    && (!kinds.contains("user") || !PsRows.kernelThread(task))
                    && (!kinds.contains("gleader") || task.pid() == task.tgid())
                    && (!kinds.contains("active") || task.active());
            if (keep) {
                tasks.add(task);
            }
        }
        return tasks;
    }
}
