package dev.inquest.api.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Source lines and inlined functions by runtime address. Safe for use by many threads. */
public interface LineSource {

    /**
     * One level of a source position.
     *
     * @param function the function that the code was written in, or null when not known
     * @param inlined whether that function was inlined into the next level
     * @param file the path as the compiler recorded it, directories included
     * @param line line in the file from 1, or 0 when not known
     * @param column column from 1, or 0 when not known
     */
    record Position(
            @Nullable String function,
            boolean inlined,
            @Nullable String file,
            int line,
            int column) {}

    /**
     * Returns the position of an instruction, innermost inlined function first and the function that stands in the symbol
     * table last; empty when the source knows nothing of the address.
     *
     * @param pc address of the instruction itself: for a return address the caller subtracts one
     */
    List<Position> positions(long pc);
}
