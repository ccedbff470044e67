package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.CpuList;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** {@code bt}: kernel stacks. */
@Component(service = Command.class, property = "inquest.command=bt")
public final class BtCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("bt", "show kernel stacks")
            .operands("[pid | task | command | 'regex'] ...")
            .flag("a", "The task that ran on each CPU at the time of the crash.")
            .option("c", "cpus", "The task that ran on each of these CPUs: a list such as 0,2-3, or a for all.")
            .flag("p", "The panic task, whatever task is chosen.")
            .flag("g", "All threads of the thread group.")
            .flag("A", "As -a.")
            .option("n", "idle", "With -a or -c, 'idle' leaves out idle tasks.")
            .option(
                    "R",
                    "symbol | address",
                    "Only stacks that have a frame in this function, or that return to this address.")
            .option("I", "ip", "Begin at this instruction; with -S.")
            .option("S", "sp", "Begin at this address on the stack; without -I the word there is a return address.")
            .flag("E", "Search the interrupt and exception stacks of all CPUs, or those of -c, for exception frames.")
            .flag("v", "Check the stacks of all tasks for evidence of overflows.")
            .flag(
                    "o",
                    "Show all text addresses on the stack in the form of frames, stale ones too, as crash's old method does.")
            .flag("O", "As -o.")
            .flag("trust", "Show how each frame was found, and why the stack ends.")
            .flag("l", "Show file and line of each frame, and the functions that were inlined there.")
            .flag("s", "Show each symbol with the offset of the pc.")
            .flag("x", "Offsets in hexadecimal.")
            .flag("d", "Offsets in decimal.")
            .flag("f", "Show the words on the stack that belong to each frame.")
            .flag("F", "As -f, with symbols, and the slab cache of an object in brackets; given twice, the object too.")
            .flag(
                    "t",
                    "Show every word between the last known stack pointer and the top of the stack that points into text.")
            .flag("T", "As -t, from the lowest address of the stack.")
            .flag("e", "Search the stack for exception frames.")
            .flag("r", "Show the whole stack's words.")
            .describe(
                    "Shows the stack of the chosen task, which is the panic task at first. Each line has the frame's number, in brackets the "
                            + "address of the stack slot with the return address, the function, and the address to which it returns. Where an "
                            + "exception, interrupt or system call came in, the registers that it saved follow.")
            .describe(
                    "Of a kernel whose types are not known (no BTF, no vmlinux, no layout bundle) there are no tasks; the stacks of the "
                            + "processors that saved their registers are shown all the same.")
            .describe(
                    "Frames are found with saved registers, the kernel's own unwind tables (ORC) or DWARF call frame information. For the few "
                            + "functions that no table covers, a word on the stack counts as the return address only when the instruction before the "
                            + "place that it points to calls that very function. JSON says for each frame how it was found (trust). Where the trail ends "
                            + "early the reason stands below the last frame. Frames that repeat, as recursion leaves them, are told once with their "
                            + "number; JSON has them all.")
            .example("who died and where", "bt", "")
            .example("what all CPUs were doing", "bt -a", "")
            .example("with files and lines", "bt -l", "")
            .example("the words of each frame in symbols, with slab caches", "bt -F", "")
            .example("all stacks that wait in a function", "foreach bt -R schedule_timeout", "")
            .example("without idle CPUs", "bt -a -n idle", "")
            .example("all blocked tasks", "foreach UN bt", "")
            .example(
                    "function names of all CPUs' stacks for a script",
                    "inquest -c 'bt -a' --format json VMCORE | jq '.results[0].rows[].frames[].symbol'",
                    "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        BtOptions options = new BtOptions(
                arguments.has("l"),
                arguments.has("s"),
                arguments.has("x")
                        || !arguments.has("d") && invocation.context().radix() == 16,
                arguments.has("f") || arguments.has("F"),
                arguments.count("F"),
                arguments.has("trust"));
        if (arguments.has("v")) {
            return StackChecks.run(invocation);
        }
        if (arguments.has("E")) {
            List<Integer> cpus = arguments.has("c")
                    ? CpuList.parse(arguments.value("c").orElseThrow(), kernel)
                    : kernel.cpus().online();
            return CpuStackScan.run(invocation, cpus);
        }
        if (SavedStacks.only(kernel)) {
            Result saved = SavedStacks.of(invocation, options, "the kernel's types are not known");
            if (saved != null) {
                return saved;
            }
        }
        StackStart start = StackStart.of(invocation);
        StackReference reference = StackReference.of(invocation);
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Row> rows = new ArrayList<>();
        boolean old = arguments.has("o") || arguments.has("O");
        boolean scan = old || arguments.has("t") || arguments.has("T") || arguments.has("e") || arguments.has("r");
        // Text shows files, lines and inlined functions only when asked to: the line tables need not be read.
        boolean bare = invocation.viewOnly() && !options.lines();
        for (Task task : tasks(invocation)) {
            if (invocation.progress().cancelled()) {
                diagnostics.add(new Diagnostic(
                        Diagnostic.Severity.WARNING, "stopped by the user after " + rows.size() + " tasks"));
                break;
            }
            if (scan) {
                rows.add(StackScan.row(kernel, task, arguments));
            } else {
                StackTrace stack = start != null
                        ? kernel.stackFrom(task, start.registers(kernel, task))
                        : bare ? kernel.stackWithoutLines(task) : kernel.stack(task);
                if (reference != null && !reference.in(stack)) {
                    continue;
                }
                rows.add(BtRows.row(kernel, stack, options));
                BtRows.missing(stack).ifPresent(diagnostics::add);
            }
        }
        if (arguments.has("r")) {
            return Result.of("bt-raw/1", rows, diagnostics, StackScanViews::raw);
        }
        if (arguments.has("e")) {
            return Result.of("bt-exceptions/1", rows, diagnostics, StackScanViews::exceptions);
        }
        if (old) {
            return Result.of("bt-text/1", rows, diagnostics, StackScanViews::old);
        }
        return scan
                ? Result.of("bt-text/1", rows, diagnostics, StackScanViews::text)
                : Result.of("bt/1", rows, diagnostics, new BtView(options));
    }

    private static Set<Task> tasks(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        Set<Task> tasks = new LinkedHashSet<>();
        boolean all = arguments.has("a") || arguments.has("A");
        if (arguments.has("n") && !arguments.value("n").orElse("").equals("idle")) {
            throw CommandException.usage("bt: -n takes the word idle, as in: bt -a -n idle");
        }
        if (all || arguments.has("c")) {
            if (all && !arguments.operands().isEmpty()) {
                throw CommandException.usage("bt: -a takes no tasks: it shows what every CPU ran");
            }
            List<Integer> cpus = arguments.has("c")
                    ? CpuList.parse(arguments.value("c").orElseThrow(), kernel)
                    : kernel.cpus().online();
            for (int cpu : cpus) {
                Task task = kernel.cpus().current(cpu);
                if (!arguments.has("n") || task.pid() != 0) {
                    tasks.add(task);
                }
            }
            return tasks;
        }
        if (arguments.has("p")) {
            Task panic = kernel.panic().task();
            if (panic == null) {
                throw CommandException.failed("bt: the panic task is not known; 'bt -a' shows what every CPU ran");
            }
            tasks.add(panic);
            return tasks;
        }
        List<Task> chosen = TaskSelector.select(invocation, arguments.operands());
        if (!arguments.has("g")) {
            tasks.addAll(chosen);
            return tasks;
        }
        for (Task task : chosen) {
            for (Task other : kernel.tasks()) {
                if (other.address() == task.address()
                        || task.pid() != 0 && other.pid() != 0 && other.tgid() == task.tgid()) {
                    tasks.add(other);
                }
            }
        }
        return tasks;
    }
}
