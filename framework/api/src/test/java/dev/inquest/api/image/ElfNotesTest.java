package dev.inquest.api.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ElfNotesTest {

    @Test
    void takesBothByteOrdersAnOddSizeAndAnEmptyNote() {
        for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
            ByteBuffer bytes = ByteBuffer.allocate(100).order(order);
            bytes.putInt(5).putInt(3).putInt(7).put(ascii("CORE\0")).put(new byte[3]);
            bytes.put(new byte[] {1, 2, 3}).put((byte) 0);
            bytes.put(new byte[12]);
            bytes.putInt(11).putInt(5).putInt(0).put(ascii("VMCOREINFO\0")).put((byte) 0);
            bytes.put(ascii("A=1\nB"));
            List<ElfNote> notes =
                    ElfNotes.parse(MemorySegment.ofArray(bytes.array()).asSlice(0, bytes.position()), order);
            assertEquals(2, notes.size());
            assertEquals("CORE", notes.get(0).name());
            assertEquals(7, notes.get(0).type());
            assertArrayEquals(new byte[] {1, 2, 3}, notes.get(0).description().toArray(ValueLayout.JAVA_BYTE));
            assertEquals("VMCOREINFO", notes.get(1).name());
            assertArrayEquals(ascii("A=1\nB"), notes.get(1).description().toArray(ValueLayout.JAVA_BYTE));
        }
    }

    @Test
    void stopsAtANoteThatDoesNotFit() {
        ByteBuffer bytes = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(4).putInt(4).putInt(1).put(ascii("ONE\0")).putInt(1);
        bytes.putInt(4).putInt(-1).putInt(1).put(ascii("TWO\0"));
        assertEquals(
                1,
                ElfNotes.parse(MemorySegment.ofArray(bytes.array()), ByteOrder.LITTLE_ENDIAN)
                        .size());
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
