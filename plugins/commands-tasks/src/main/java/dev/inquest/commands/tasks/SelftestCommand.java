package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** {@code selftest}: how far what Inquest finds can be trusted on this dump. */
@Component(service = Command.class, property = "inquest.command=selftest")
public final class SelftestCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "selftest", "check how far results on this dump can be trusted")
            .operands("unwind")
            .option(
                    "threshold",
                    "percent",
                    "The share of stacks that must be whole; below it the command fails. 99 otherwise.")
            .describe(
                    "'selftest unwind' walks the stack of every task and tells how many end where a stack must end: where the task came in "
                            + "from user mode, at a kernel thread's first function, or where a processor started. Those that do not are listed "
                            + "with the reason. Tasks that had given their stack back, such as zombies, and stacks that cannot be followed to "
                            + "their end because a page of them, or a page table on the way to them, is not in the dump are counted apart: nobody "
                            + "can walk them, so they are no part of the share that --threshold judges. Where there are such stacks the exit code is "
                            + "5 (done, but something was unreadable), and where there are no others no share is told.")
            .example("every stack", "selftest unwind", "")
            .example("in a pipeline", "inquest -c 'selftest unwind --threshold 99.5' VMCORE || echo look at it", "")
            .build();

    /** Makes the service. */
    public SelftestCommand() {}

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    private enum Verdict {
        WHOLE,
        BROKEN,
        NO_STACK,
        NOT_IN_DUMP
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        if (!arguments.operands().equals(List.of("unwind"))) {
            throw CommandException.usage("selftest: say what to check: selftest unwind");
        }
        double threshold = threshold(arguments);
        Kernel kernel = invocation.kernel();
        List<Task> tasks = kernel.tasks();
        AtomicInteger done = new AtomicInteger();
        @Nullable StackTrace[] stacks = new @Nullable StackTrace[tasks.size()];
        IntStream.range(0, stacks.length).parallel().forEach(i -> {
            if (!invocation.progress().cancelled()) {
                stacks[i] = kernel.stackWithoutLines(tasks.get(i));
                invocation.progress().report("walking stacks", done.incrementAndGet(), stacks.length);
            }
        });
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        List<Row> broken = new ArrayList<>();
        int walked = 0;
        for (StackTrace stack : stacks) {
            if (stack == null) {
                continue;
            }
            walked++;
            Verdict verdict = judge(stack);
            counts.merge(verdict, 1, Integer::sum);
            if (verdict == Verdict.BROKEN || verdict == Verdict.NOT_IN_DUMP) {
                broken.add(TaskLine.row(stack.task())
                        .put("state", dev.inquest.api.result.Cell.of(stack.task()::stateName))
                        .put("verdict", verdict.name().toLowerCase(Locale.ROOT))
                        .put("frames", stack.frames().size())
                        .put("end", BtRows.end(stack.end()))
                        .put("reason", stack.stopReason()));
            }
        }
        int whole = counts.getOrDefault(Verdict.WHOLE, 0);
        int judged = whole + counts.getOrDefault(Verdict.BROKEN, 0);
        double share = judged == 0 ? 0 : 100.0 * whole / judged;
        boolean failed = judged > 0 && share < threshold;
        Row summary = new Row()
                .put("tasks", tasks.size())
                .put("walked", walked)
                .put("whole", whole)
                .put("broken", counts.getOrDefault(Verdict.BROKEN, 0))
                .put("no_stack", counts.getOrDefault(Verdict.NO_STACK, 0))
                .put("not_in_dump", counts.getOrDefault(Verdict.NOT_IN_DUMP, 0))
                .put("threshold", threshold)
                .put("stacks", broken);
        if (judged > 0) {
            summary.put("percent", share);
        }
        List<Diagnostic> diagnostics = new ArrayList<>();
        if (walked < tasks.size()) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    "stopped by the user after " + walked + " of " + tasks.size() + " stacks"));
        }
        int missing = counts.getOrDefault(Verdict.NOT_IN_DUMP, 0);
        if (missing > 0) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    (missing == 1
                                    ? "1 stack, or a page table on the way to it, is"
                                    : missing + " stacks, or page tables on the way to them, are")
                            + " not in the dump and counted neither as whole nor as broken"));
        }
        if (judged == 0 && walked > 0) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING, "there is no stack that could be judged, so no share of whole ones"));
        }
        if (failed) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.ERROR,
                    String.format(
                            Locale.ROOT,
                            "%.2f %% of the stacks are whole; at least %.2f %% were asked for",
                            share,
                            threshold)));
        }
        Result.Status status =
                failed ? Result.Status.FAILED : diagnostics.isEmpty() ? Result.Status.OK : Result.Status.PARTIAL;
        return new Result("selftest-unwind/1", status, List.of(summary), diagnostics, SelftestCommand::write);
    }

    private static double threshold(Arguments arguments) throws CommandException {
        String text = arguments.value("threshold").orElse("99");
        try {
            double threshold = Double.parseDouble(text);
            if (threshold >= 0 && threshold <= 100) {
                return threshold;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandException.usage("selftest: --threshold takes a number from 0 to 100, not " + text);
    }

    private static Verdict judge(StackTrace stack) {
        return switch (stack.end().kind()) {
            case USER_MODE, THREAD_START, PROCESSOR_START -> Verdict.WHOLE;
            case NO_STACK -> Verdict.NO_STACK;
            case UNREADABLE ->
                stack.end().fault() != null && stack.end().fault().kind() == Fault.Kind.NOT_MAPPED
                        ? Verdict.BROKEN
                        : Verdict.NOT_IN_DUMP;
            case OUTERMOST, BROKEN -> Verdict.BROKEN;
        };
    }

    private static void write(Result result, TextOut out) {
        for (Row row : result.rows()) {
            for (Row stack : row.rows("stacks")) {
                TaskLine.write(stack, out);
                out.line("    " + stack.text("frames") + " frames, then: " + stack.text("reason"));
            }
            if (!row.rows("stacks").isEmpty()) {
                out.line();
            }
            out.line(String.format(
                    Locale.ROOT,
                    "%d stacks walked: %d whole%s, %d broken; %d tasks have no stack any more, %d stacks are not in the dump",
                    row.number("walked"),
                    row.number("whole"),
                    row.get("percent") instanceof Double share ? String.format(Locale.ROOT, " (%.2f %%)", share) : "",
                    row.number("broken"),
                    row.number("no_stack"),
                    row.number("not_in_dump")));
        }
    }
}
