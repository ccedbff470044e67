package dev.inquest.format.kdump;

import java.lang.foreign.MemorySegment;

/** Unpacks pages of one compression. Not safe for use by two threads at once. */
interface Decompressor extends AutoCloseable {

    /**
     * Unpacks a page.
     *
     * @param compressed the page as the file has it
     * @param page receives the bytes; fewer may come out of damaged input
     * @return how many bytes came out
     * @throws DamagedPageException when the input is not well-formed or would give more than {@code page} takes
     */
    int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException;

    /** Frees what is held outside the Java heap. */
    @Override
    default void close() {}
}
