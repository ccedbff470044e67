package dev.inquest.api.image;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where a dump is written. Bytes come in any order; what is never written reads as zeros. One thread uses it at a time. Closing it ends the
 * dump: what goes to a file counts as written only then, and what was begun and not ended leaves nothing behind.
 */
public interface DumpSink extends AutoCloseable {

    /**
     * Writes bytes.
     *
     * @param offset where in the dump
     * @param bytes from the position to the limit; all are taken
     * @throws IOException when they cannot be written: no room, a pipe that was closed
     */
    void write(long offset, ByteBuffer bytes) throws IOException;

    /**
     * Writes zeros, for sure and not as what reads as zeros because nobody wrote it: in a stream there is no such thing. A sink over a file leaves
     * a hole instead where nothing was written before.
     *
     * @param offset where in the dump
     * @param length how many
     * @throws IOException as {@link #write}
     */
    default void writeZeros(long offset, long length) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(length, 1 << 16));
        for (long done = 0; done < length; done += zeros.limit()) {
            zeros.clear().limit((int) Math.min(length - done, zeros.capacity()));
            write(offset + done, zeros);
        }
    }

    /** Ends the dump; called once when everything was written. */
    void finish() throws IOException;

    /** Releases everything; when {@link #finish} was not called before, what was written is thrown away. */
    @Override
    void close() throws IOException;
}
