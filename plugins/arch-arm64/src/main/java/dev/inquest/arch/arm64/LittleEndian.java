package dev.inquest.arch.arm64;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Little-endian numbers in a piece of bytes, at any alignment; reading outside throws {@link IndexOutOfBoundsException}. */
record LittleEndian(MemorySegment bytes) {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    static LittleEndian of(byte[] bytes) {
        return new LittleEndian(MemorySegment.ofArray(bytes));
    }

    int u8(long offset) {
        return bytes.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
    }

    int i32(long offset) {
        return bytes.get(INT, offset);
    }

    long u64(long offset) {
        return bytes.get(LONG, offset);
    }

    long size() {
        return bytes.byteSize();
    }
}
