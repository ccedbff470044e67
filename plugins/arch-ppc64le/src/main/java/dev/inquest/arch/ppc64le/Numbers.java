package dev.inquest.arch.ppc64le;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Numbers in a piece of bytes, at any alignment; reading outside throws {@link IndexOutOfBoundsException}.
 *
 * @param bytes the bytes
 * @param order their order: the kernel's, or that of the dump's headers
 */
record Numbers(MemorySegment bytes, ByteOrder order) {

    /** Returns numbers of the kernel. */
    static Numbers of(byte[] bytes) {
        return new Numbers(MemorySegment.ofArray(bytes), ByteOrder.LITTLE_ENDIAN);
    }

    int i32(long offset) {
        return bytes.get(ValueLayout.JAVA_INT_UNALIGNED.withOrder(order), offset);
    }

    long u64(long offset) {
        return bytes.get(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(order), offset);
    }

    long size() {
        return bytes.byteSize();
    }
}
