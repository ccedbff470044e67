package dev.inquest.debuginfo.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CursorTest {

    private static Cursor of(int... bytes) {
        ByteBuffer data = ByteBuffer.allocate(bytes.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.length; i++) {
            data.put(i, (byte) bytes[i]);
        }
        return new Cursor("test", data);
    }

    /** The examples of DWARF 5, tables 7.7 and 7.8. */
    @Test
    void leb128() throws MalformedException {
        assertEquals(12857, of(0x39 + 0x80, 100).uleb());
        assertEquals(129, of(0x81, 1).uleb());
        assertEquals(-129, of(0x7f + 0x80, 0x7e).sleb());
        assertEquals(128, of(0x80, 1).sleb());
        assertEquals(-2, of(0x7e).sleb());
        assertEquals(
                -1L, of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1).uleb());
        assertEquals(
                Long.MIN_VALUE,
                of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x7f).sleb());
    }

    @Test
    void endsAreChecked() {
        MalformedException e =
                assertThrows(MalformedException.class, () -> of(1, 2, 3).u32());
        assertTrue(String.valueOf(e.getMessage()).contains("test at offset 0x0"), e.getMessage());
        assertThrows(MalformedException.class, () -> of(0x80, 0x80).uleb());
        assertThrows(MalformedException.class, () -> of('a', 'b').string());
        assertThrows(MalformedException.class, () -> of(1).seek(2));
        assertThrows(MalformedException.class, () -> of(1).skip(-1));
    }

    @Test
    void oneHashForBuffersAndBytes() {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            StringBuilder name = new StringBuilder();
            for (int length = 0; length < 40; length++) {
                byte[] bytes = name.toString().getBytes(StandardCharsets.UTF_8);
                for (int padding : new int[] {0, 1, 9}) {
                    ByteBuffer data =
                            ByteBuffer.allocate(3 + bytes.length + padding).order(order);
                    data.position(3).put(bytes);
                    assertEquals(Strings.hash(bytes), Strings.hash(data, 3), name + " " + padding);
                    assertTrue(Strings.equal(data, 3, bytes));
                    assertEquals(name.toString(), Strings.at(data, 3));
                }
                name.append((char) ('a' + length % 26));
            }
        }
    }
}
