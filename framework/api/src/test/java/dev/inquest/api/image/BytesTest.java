package dev.inquest.api.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class BytesTest {
    private final MemorySegment heap = MemorySegment.ofArray(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8, (byte) 0xff});

    @Test
    void numbersAreReadAtAnyAlignmentInEitherOrder() {
        assertEquals(
                0x0807060504030201L, Bytes.view(heap, ByteOrder.LITTLE_ENDIAN).getLong(1));
        assertEquals(0x0102030405060708L, Bytes.view(heap, ByteOrder.BIG_ENDIAN).getLong(1));
        assertEquals(
                0x05040302,
                Bytes.view(heap.asSlice(2, 4).asReadOnly(), ByteOrder.LITTLE_ENDIAN)
                        .getInt(0));
    }

    @Test
    void readingBehindTheEndIsRefused() {
        ByteBuffer bytes = Bytes.view(heap, ByteOrder.LITTLE_ENDIAN);
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.getInt(7));
        assertThrows(IndexOutOfBoundsException.class, () -> bytes.get(-1));
    }

    @Test
    void copiesAreOfTheSegmentAlone() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment mapped = arena.allocate(10).copyFrom(heap);
            assertArrayEquals(new byte[] {7, 8, -1}, Bytes.copy(mapped.asSlice(7, 3)));
        }
    }
}
