package dev.inquest.commands.disassembly;

import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.kernel.Frame;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where the chosen task's stack is in the code: its exceptions, and its calls that have not come back. */
final class Marks {

    /**
     * A frame at an instruction.
     *
     * @param frame number of the frame as {@code bt} counts
     * @param exact whether the instruction was interrupted or failed; otherwise it is a call that has not come back
     */
    record Mark(int frame, boolean exact) {}

    private final Map<Long, Mark> byAddress = new HashMap<>();

    private Marks() {}

    /** Walks the task's stack; none where there is no task or the stack cannot be read. */
    static Marks of(Kernel kernel, @Nullable Task task) {
        Marks marks = new Marks();
        if (task == null) {
            return marks;
        }
        try {
            int number = 0;
            for (Frame frame : kernel.stackWithoutLines(task).frames()) {
                if (frame.inline()) {
                    continue;
                }
                boolean exact = frame.raw().kind() == FrameKind.INTERRUPTED;
                marks.byAddress.putIfAbsent(frame.raw().pc(), new Mark(number, exact));
                number++;
            }
        } catch (FaultException | MissingTypeException | CorruptListException e) {
            // Code can be shown without marks.
            return marks;
        }
        return marks;
    }

    /**
     * Returns the frame whose exception is at an instruction, or whose call it is: a call's frame has the address behind it, which may already be another
     * function's when the call does not come back.
     */
    @Nullable
    Mark at(long address, int length) {
        Mark here = byAddress.get(address);
        if (here != null && here.exact()) {
            return here;
        }
        Mark behind = byAddress.get(address + length);
        return behind != null && !behind.exact() ? behind : null;
    }
}
