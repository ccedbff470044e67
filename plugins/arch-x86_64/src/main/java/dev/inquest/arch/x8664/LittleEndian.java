package dev.inquest.arch.x8664;

import dev.inquest.api.image.Bytes;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Little-endian numbers in a piece of bytes, at any alignment; reading outside throws {@link IndexOutOfBoundsException}.
 *
 * @param bytes the bytes, in little-endian order
 */
record LittleEndian(ByteBuffer bytes) {
    LittleEndian(MemorySegment bytes) {
        this(Bytes.view(bytes, ByteOrder.LITTLE_ENDIAN));
    }

    static LittleEndian of(byte[] bytes) {
        return new LittleEndian(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    int u8(long offset) {
        return bytes.get(index(offset)) & 0xff;
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
