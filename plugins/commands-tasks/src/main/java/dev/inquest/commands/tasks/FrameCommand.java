package dev.inquest.commands.tasks;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.command.TaskLine;
import dev.inquest.api.command.TaskSelector;
import dev.inquest.api.kernel.FrameVariables;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.StackTrace;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.print.ValueText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Component;

/** {@code frame}: one frame of a stack with its arguments and local variables. */
@Component(service = Command.class, property = "inquest.command=frame")
public final class FrameCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of(
                    "frame", "choose a frame of the stack and show its arguments and local variables")
            .operands("[number | function | up | down]")
            .flag("a", "All frames of the stack; none is chosen.")
            .flag("x", "Integers in hexadecimal.")
            .flag("d", "Integers in decimal.")
            .describe(
                    "Frames have the numbers that bt shows. A frame that an exception interrupted has no number there: it is chosen by its "
                            + "function's name. Without an argument it is the frame that failed: what an exception interrupted, or who called "
                            + "panic; the frames of the panic itself are there by number. up is the caller of the chosen frame, down the "
                            + "function that it called. Expressions then know the frame's variables and registers.")
            .describe(
                    "The functions that the compiler inlined stand inside the frame, the innermost first. A value is shown only when the debug "
                            + "information says where it is at this very instruction and the registers or memory that it needs are known: registers are "
                            + "recovered with call frame information from where they were saved. Otherwise it is <optimised out> when the "
                            + "compiler did not keep it or a later call overwrote it, or the reason stands there. JSON has the reason in full.")
            .describe("Needs debug information (DWARF): give the vmlinux, or the module's .ko with it.")
            .example("what the function that failed was doing", "frame", "")
            .example("the caller", "frame up", "")
            .example("a frame by its number in bt", "frame 7", """
                     #7 [ff5c9809c0013e80] ksys_write+107 at ffffffff92f4d95b
                        ksys_write  fs/read_write.c:637
                          (arg) fd = <optimised out>
                          (arg) buf = 0x3e473990 <not mapped>
                          (arg) count = 2
                          f = {
                            file = 0xff36b31353a54a00,
                            flags = <optimised out>
                          }
                          ret = -9""")
            .example("all frames with all variables", "frame -a", "")
            .build();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Kernel kernel = invocation.kernel();
        Arguments arguments = invocation.arguments();
        Task task = TaskSelector.current(invocation);
        StackTrace stack = kernel.stack(task);
        FrameList frames = new FrameList(stack.frames());
        if (frames.size() == 0) {
            throw CommandException.failed("frame: the stack has no frames: " + stack.stopReason());
        }
        boolean hexadecimal = arguments.has("x")
                || !arguments.has("d") && invocation.context().radix() == 16;
        FrameRows rows = new FrameRows(new ValueText(kernel, hexadecimal), frames);
        Row row = TaskLine.row(task);
        List<Row> shown = new ArrayList<>();
        List<Diagnostic> diagnostics = new ArrayList<>();
        if (arguments.has("a")) {
            if (!arguments.operands().isEmpty()) {
                throw CommandException.usage("frame: -a shows all frames and takes no number");
            }
            for (int i = 0; i < frames.size() && !invocation.progress().cancelled(); i++) {
                add(kernel, stack, i, rows, shown);
            }
        } else {
            int chosen = choose(invocation.context(), task, frames, arguments.operands());
            invocation.context().task(task);
            invocation.context().frame(chosen);
            add(kernel, stack, chosen, rows, shown)
                    .map(FrameVariables::remark)
                    .ifPresent(remark -> diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, remark)));
        }
        row.put("frames", shown);
        return Result.of("frame/1", List.of(row), diagnostics, new FrameView(rows.texts()));
    }

    private static Optional<FrameVariables> add(
            Kernel kernel, StackTrace stack, int index, FrameRows rows, List<Row> shown) {
        Optional<FrameVariables> variables = kernel.variables(stack, index);
        shown.add(rows.row(index, variables.orElse(null)));
        return variables;
    }

    private static int choose(SessionContext context, Task task, FrameList frames, List<String> operands)
            throws CommandException {
        boolean same =
                context.task().map(chosen -> chosen.address() == task.address()).orElse(false);
        int current = same ? context.frame().orElse(-1) : -1;
        current = current < 0 ? FailedFrame.of(frames) : current;
        if (operands.isEmpty()) {
            return Math.min(current, frames.size() - 1);
        }
        if (operands.size() > 1) {
            throw CommandException.usage("frame: give one number or function");
        }
        String wanted = operands.getFirst();
        return switch (wanted) {
            case "up" -> inside(current + 1, frames, "frame: this is the outermost frame");
            case "down" -> inside(current - 1, frames, "frame: this is the innermost frame");
            default ->
                inside(
                        frames.find(wanted),
                        frames,
                        "frame: the stack has no frame " + wanted + "; 'bt' shows numbers and functions");
        };
    }

    private static int inside(int index, FrameList frames, String otherwise) throws CommandException {
        if (index < 0 || index >= frames.size()) {
            throw CommandException.failed(otherwise);
        }
        return index;
    }
}
