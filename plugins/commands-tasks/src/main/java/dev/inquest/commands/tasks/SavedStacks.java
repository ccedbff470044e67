package dev.inquest.commands.tasks;

import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.LastCalls;
import dev.inquest.api.kernel.PanicText;
import dev.inquest.api.kernel.SavedStack;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Unavailable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code bt} shows of a dump whose tasks cannot be read, because the kernel's types are not known: the stacks that the processors'
 * registers lead to. Functions need no types, only the kernel's own symbol table and unwind tables.
 */
final class SavedStacks {
    private SavedStacks() {}

    /** Returns whether a kernel's tasks cannot be read for want of types. */
    static boolean only(Kernel kernel) {
        return kernel.findType(TypeSource.Kind.STRUCT, "task_struct") == null;
    }

    /**
     * Returns the stacks of all processors with {@code -a}, otherwise of the one that died, if one did.
     *
     * @param reason why there are no tasks
     * @return null where something else was asked for, or the dump has no registers
     */
    static @Nullable Result of(Invocation invocation, BtOptions options, String reason) {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        if (!arguments.operands().isEmpty() || arguments.has("c") || arguments.has("R") || arguments.has("n")) {
            return null;
        }
        List<SavedStack> stacks = kernel.savedStacks(!invocation.viewOnly() || options.lines());
        if (stacks.isEmpty()) {
            return null;
        }
        List<SavedStack> dying = arguments.has("a") || arguments.has("A")
                ? List.of()
                : stacks.stream()
                        .filter(stack -> LastCalls.among(stack.frames()))
                        .toList();
        PidRule pids = PidRule.of(kernel, stacks);
        List<Row> rows = new ArrayList<>();
        for (SavedStack stack : dying.isEmpty() ? stacks : dying) {
            Row row = new Row()
                    .put("task", new Unavailable("missing", reason))
                    .put("pid", pids.cell(stack.saved()))
                    .put("cpu", stack.saved().cpu())
                    .put("comm", new Unavailable("missing", reason));
            rows.add(BtRows.add(row, kernel, stack.frames(), stack.end(), options));
        }
        Diagnostic told = new Diagnostic(
                Diagnostic.Severity.WARNING,
                "no tasks (" + reason
                        + "): these are the stacks that the registers in the dump's notes lead to, CPUs in the order of the notes");
        return Result.of("bt/1", rows, List.of(told), new BtView(options));
    }

    /**
     * Which notes' pids are pids. A kernel names the task that ran (crash_save_cpu, kernel/kexec_core.c); QEMU, which knows none, writes
     * the processor's number plus one (target/…/arch_dump.c). Where the numbers are such, they count only when the log names them too.
     */
    private record PidRule(boolean numbers, int reported) {

        static PidRule of(Kernel kernel, List<SavedStack> stacks) {
            PanicText report = new PanicText();
            kernel.log(report);
            boolean numbers = stacks.stream()
                    .allMatch(stack -> stack.saved().pid() == stack.saved().cpu() + 1);
            return new PidRule(numbers, report.pid());
        }

        Object cell(CpuRegisters saved) {
            return numbers && saved.pid() != reported
                    ? new Unavailable("missing", "the note names no task")
                    : (Object) saved.pid();
        }
    }
}
