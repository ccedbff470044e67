package dev.inquest.api.image;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Bytes of a segment without {@code MemorySegment.get} and {@code MemorySegment.copy}. Those go through method handles, for which Java makes classes
 * when they are first used in a process: some 20 ms of a start that takes 200. Whatever a backtrace reads goes through here or through a buffer.
 */
public final class Bytes {
    private Bytes() {}

    /**
     * Returns a segment as a buffer, which reads numbers at any alignment and throws {@link IndexOutOfBoundsException} outside.
     *
     * @param segment at most 2 GiB; nothing is copied
     * @param order byte order of the numbers
     */
    public static ByteBuffer view(MemorySegment segment, ByteOrder order) {
        return segment.asByteBuffer().order(order);
    }

    /**
     * Returns a copy of a segment's bytes.
     *
     * @param segment at most 2 GiB
     */
    public static byte[] copy(MemorySegment segment) {
        byte[] bytes = new byte[Math.toIntExact(segment.byteSize())];
        segment.asByteBuffer().get(bytes);
        return bytes;
    }
}
