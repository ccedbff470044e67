package dev.inquest.api.kernel;

import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.layout.LineSource;
import org.jspecify.annotations.Nullable;

/**
 * One frame of a stack with symbols. An inlined function is a frame of its own, above the one that it was inlined into.
 *
 * @param raw the frame as the unwinder found it; inlined frames share it with the function that contains them
 * @param function the function's name from debug information or the symbol table, or null when neither knows it
 * @param symbol the symbol that contains the pc, or null
 * @param offset distance in bytes from that symbol to the pc; 0 without a symbol
 * @param module the module that contains the pc, or null
 * @param inline whether this frame is an inlined function
 * @param position file and line, or null when not known
 */
public record Frame(
        Unwinder.RawFrame raw,
        @Nullable String function,
        @Nullable String symbol,
        long offset,
        @Nullable String module,
        boolean inline,
        LineSource.@Nullable Position position) {}
