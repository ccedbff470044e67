package dev.inquest.api.image;

import dev.inquest.api.memory.Fault;
import java.lang.foreign.MemorySegment;

/** What a dump holds of one page frame. */
public sealed interface Page {

    /**
     * The page's bytes.
     *
     * @param bytes exactly one page, read-only; a slice of the mapped file or a decompressed copy
     * @param transientCopy whether the bytes were made for this call and are worth caching
     */
    record Data(MemorySegment bytes, boolean transientCopy) implements Page {}

    /**
     * The page is not there.
     *
     * @param kind why
     * @param detail the reason in words
     */
    record Missing(Fault.Kind kind, String detail) implements Page {}
}
