package dev.inquest.commands.disassembly;

import dev.inquest.api.layout.Symbol;
import org.jspecify.annotations.Nullable;

/**
 * What to disassemble.
 *
 * @param start address of the first instruction
 * @param end first address behind, where the count does not end it before
 * @param count how many instructions at most
 * @param last address of the last instruction to show, or null for none in particular: everything up to the end
 * @param function the function that it lies in, or null
 * @param whole whether this is a function from its beginning to its end
 */
record Range(
        long start,
        long end,
        long count,
        @Nullable Long last,
        @Nullable Symbol function,
        boolean whole) {}
