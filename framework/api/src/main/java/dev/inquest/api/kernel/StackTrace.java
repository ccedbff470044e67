package dev.inquest.api.kernel;

import java.util.List;

/**
 * A task's stack.
 *
 * @param task whose stack it is
 * @param frames innermost first, inlined frames included
 * @param complete whether the walk came to a proper end
 * @param stopReason why it ended, in words
 */
public record StackTrace(Task task, List<Frame> frames, boolean complete, String stopReason) {}
