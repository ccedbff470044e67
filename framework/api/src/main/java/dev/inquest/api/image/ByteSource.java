package dev.inquest.api.image;

import java.lang.foreign.MemorySegment;

/**
 * A file, or something read like one: the flattened form of a dump gives a source whose offsets are those of the file that
 * it stands for. Offsets and sizes are in bytes. Safe for use by many threads.
 */
public interface ByteSource extends AutoCloseable {

    /** Returns the name for messages: usually the path as the user gave it. */
    String name();

    /** Returns the size in bytes. */
    long size();

    /**
     * Returns bytes without copying where that is possible.
     *
     * @param offset offset of the first byte
     * @param length how many bytes; {@code offset + length} must not pass {@link #size()}
     * @return a read-only segment of exactly {@code length} bytes
     * @throws IndexOutOfBoundsException when the range is not inside the source, or is a hole in it
     */
    MemorySegment slice(long offset, long length);

    /**
     * Tells of zeros without reading them: holes of a sparse file. They cost nothing to look over, however large they are.
     *
     * @param offset an offset inside the source
     * @return the end of the zeros that are known to begin at {@code offset}; {@code offset} itself when none are known to
     */
    default long zerosEnd(long offset) {
        return offset;
    }

    /** Releases what the source holds; segments given out must not be used afterwards. */
    @Override
    void close();
}
