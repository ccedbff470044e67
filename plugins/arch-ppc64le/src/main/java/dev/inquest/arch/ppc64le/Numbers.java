package dev.inquest.arch.ppc64le;

import dev.inquest.api.image.Bytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Numbers in a piece of bytes, at any alignment; reading outside throws {@link IndexOutOfBoundsException}.
 *
 * @param bytes the bytes, in the order of the kernel or of the dump's headers
 */
record Numbers(ByteBuffer bytes) {
    Numbers(MemorySegment bytes, ByteOrder order) {
        this(Bytes.view(bytes, order));
    }

    /** Returns numbers of the kernel. */
    static Numbers of(byte[] bytes) {
        return new Numbers(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    int i32(long offset) {
        return bytes.getInt(index(offset));
    }

    long u64(long offset) {
        return bytes.getLong(index(offset));
    }

    long size() {
        return bytes.limit();
    }

    private int index(long offset) {
        return (int) Objects.checkIndex(offset, size());
    }
}
