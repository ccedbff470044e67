package dev.inquest.api.kernel;

import dev.inquest.api.arch.StackEnd;
import java.util.List;

/**
 * A task's stack.
 *
 * @param task whose stack it is
 * @param frames innermost first, inlined frames included
 * @param end why the walk ended
 */
public record StackTrace(Task task, List<Frame> frames, StackEnd end) {

    /** Makes a stack whose end is told by whether it is a proper one, and in words as {@link StackEnd.Kind} has them. */
    public StackTrace(Task task, List<Frame> frames, boolean complete, String stopReason) {
        this(task, frames, StackEnd.of(complete, stopReason));
    }

    /** Returns whether the walk came to a proper end. */
    public boolean complete() {
        return end.kind().proper();
    }

    /** Returns why it ended, in words. */
    public String stopReason() {
        return end.words();
    }
}
