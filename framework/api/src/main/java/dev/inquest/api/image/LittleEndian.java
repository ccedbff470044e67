package dev.inquest.api.image;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;

/**
 * Little-endian numbers in a piece of bytes, at any alignment; reading outside throws {@link IndexOutOfBoundsException}.
 *
 * @param bytes the bytes, in little-endian order
 */
public record LittleEndian(ByteBuffer bytes) {
    /** Takes the bytes of a segment of at most 2 GiB; nothing is copied. */
    public LittleEndian(MemorySegment bytes) {
        this(Bytes.view(bytes, ByteOrder.LITTLE_ENDIAN));
    }

    /** Takes an array; nothing is copied. */
    public static LittleEndian of(byte[] bytes) {
        return new LittleEndian(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** Returns the byte at an offset, 0 to 255. */
    public int u8(long offset) {
        return bytes.get(index(offset)) & 0xff;
    }

    /** Returns the four bytes at an offset as a number with a sign. */
    public int i32(long offset) {
        return bytes.getInt(index(offset));
    }

    /** Returns the eight bytes at an offset. */
    public long u64(long offset) {
        return bytes.getLong(index(offset));
    }

    /** Returns how many bytes there are. */
    public long size() {
        return bytes.limit();
    }

    private int index(long offset) {
        return (int) Objects.checkIndex(offset, size());
    }
}
