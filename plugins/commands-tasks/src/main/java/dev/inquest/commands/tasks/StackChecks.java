package dev.inquest.commands.tasks;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextOut;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Looks for evidence of overflown stacks: {@code bt -v}. The word at a stack's end must be {@code STACK_END_MAGIC}
 * (include/uapi/linux/magic.h); where {@code struct thread_info} lies there it must name the task and a CPU that exists; and the saved stack
 * pointer must point into the stack.
 */
@Reads(value = "thread_info", optional = "task", since = "moved into the task by c65eacbe290b (4.9)")
final class StackChecks {
    private static final long MAGIC = 0x57AC6E9DL;
    private static final long GUARD = 4096;

    private StackChecks() {}

    static Result run(Invocation invocation) {
        Kernel kernel = invocation.kernel();
        List<Row> rows = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        int checked = 0;
        int freed = 0;
        for (Task task : kernel.tasks()) {
            if (invocation.progress().cancelled()) {
                diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, "stopped by the user"));
                break;
            }
            try {
                OptionalLong base = task.stackBase();
                if (base.isEmpty()) {
                    freed++;
                    continue;
                }
                List<String> problems = problems(kernel, task, base.getAsLong());
                checked++;
                if (!problems.isEmpty()) {
                    rows.add(TaskLine.row(task).put("problems", problems));
                }
            } catch (FaultException | MissingTypeException e) {
                rows.add(TaskLine.row(task).put("problems", List.of("cannot be checked: " + e.getMessage())));
            }
        }
        diagnostics.add(new Diagnostic(
                Diagnostic.Severity.INFO,
                checked + " stacks checked" + (freed == 0 ? "" : ", " + freed + " were freed already")));
        return Result.of("bt-overflows/1", rows, diagnostics, StackChecks::write);
    }

    private static List<String> problems(Kernel kernel, Task task, long base) {
        List<String> problems = new ArrayList<>();
        long end = base;
        if (kernel.findType(TypeSource.Kind.STRUCT, "thread_info") instanceof StructType info
                && info.find("task") != null) {
            // The structure lies at the stack's end: before CONFIG_THREAD_INFO_IN_TASK (v4.9, commit c65eacbe290b).
            Value there = kernel.at("struct thread_info", base);
            long owner = there.member("task").asLong();
            if (owner != task.address()) {
                problems.add(
                        "thread_info.task: " + Long.toHexString(owner) + " != " + Long.toHexString(task.address()));
            }
            end += info.size();
        }
        if (!kernel.cpus().possible().contains(task.cpu())) {
            problems.add("thread_info.cpu: " + task.cpu() + " is no CPU of this machine");
        }
        long magic = kernel.memory().u64(end);
        if (magic != MAGIC) {
            problems.add(Long.toHexString(magic) + " != STACK_END_MAGIC at " + Long.toHexString(end));
        }
        long high = base + kernel.stackSize();
        Optional<Registers> registers = task.active() ? kernel.crashRegisters(task) : Optional.empty();
        long sp = registers.isPresent() ? registers.get().sp() : task.active() ? 0 : savedSp(kernel, task);
        boolean below = Long.compareUnsigned(sp, base - GUARD) >= 0 && Long.compareUnsigned(sp, base) < 0;
        if (below) {
            problems.add("the stack pointer " + Long.toHexString(sp) + " lies below the stack, which ends at "
                    + Long.toHexString(base));
        } else if (!task.active() && (Long.compareUnsigned(sp, base) < 0 || Long.compareUnsigned(sp, high) >= 0)) {
            problems.add("the saved stack pointer " + Long.toHexString(sp) + " is not on the stack "
                    + Long.toHexString(base) + " - " + Long.toHexString(high));
        }
        return problems;
    }

    /** Returns what the scheduler saved; by architecture: x86, arm64, powerpc. */
    private static long savedSp(Kernel kernel, Task task) {
        Value value = kernel.at("struct task_struct", task.address());
        for (String member : new String[] {"thread.sp", "thread.cpu_context.sp", "thread.ksp"}) {
            Optional<Value> found = value.findMember(member);
            if (found.isPresent()) {
                return found.get().asLong();
            }
        }
        throw new MissingTypeException("struct task_struct has no member for the saved stack pointer");
    }

    private static void write(Result result, TextOut out) {
        for (Row row : result.rows()) {
            TaskLine.write(row, out);
            if (row.get("problems") instanceof List<?> problems) {
                problems.forEach(problem -> out.line("  possible stack overflow: " + problem));
            }
            out.line();
        }
        if (result.rows().isEmpty()) {
            out.line("No stack overflows detected");
        }
    }
}
