package dev.inquest.debuginfo.orc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.types.StructType;
import dev.inquest.debuginfo.fakes.Structs;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class OrcFormatTest {
    private static Structs entry() {
        return new Structs()
                .member("sp_offset", Structs.SHORT, 0)
                .member("bp_offset", Structs.SHORT, 2)
                .bits("sp_reg", 32, 4)
                .bits("bp_reg", 36, 4);
    }

    static StructType v6_4() {
        return entry().bits("type", 40, 3).bits("signal", 43, 1).build("orc_entry", 6);
    }

    /** A table of which most rows are calls in the middle of functions. */
    private static MemorySegment rows(int call, int... others) {
        int[] numbers = new int[3 * 300];
        for (int i = 0; i < 300; i++) {
            numbers[i * 3] = 8;
            numbers[i * 3 + 2] = i < others.length ? others[i] : call;
        }
        return MemorySegment.ofArray(OrcTableTest.rows(numbers));
    }

    @Test
    void knowsTheMembersOfEveryForm() {
        assertEquals(
                OrcFormat.V4_14, OrcFormat.recognise(entry().bits("type", 40, 2).build("orc_entry", 6), null, null));
        assertEquals(
                OrcFormat.V4_18,
                OrcFormat.recognise(
                        entry().bits("type", 40, 2).bits("end", 42, 1).build("orc_entry", 6), null, null));
        assertEquals(
                OrcFormat.V6_3,
                OrcFormat.recognise(
                        entry().bits("type", 40, 2)
                                .bits("signal", 42, 1)
                                .bits("end", 43, 1)
                                .build("orc_entry", 6),
                        null,
                        null));
        assertEquals(OrcFormat.V6_4, OrcFormat.recognise(v6_4(), null, null));
        // The registers in use tell the next.
        assertEquals(OrcFormat.V6_4, OrcFormat.recognise(v6_4(), null, rows(0x205)));
        assertEquals(OrcFormat.V7_1, OrcFormat.recognise(v6_4(), null, rows(0x203)));
        assertNull(OrcFormat.recognise(v6_4(), null, rows(0x204)));
        assertNull(OrcFormat.recognise(
                entry().bits("type", 40, 4).bits("signal", 44, 1).build("orc_entry", 6), null, null));
    }

    @Test
    void knowsTheHashes() {
        assertEquals(OrcFormat.V6_4, OrcFormat.recognise(null, hash("fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24"), null));
        assertEquals(OrcFormat.V6_3, OrcFormat.recognise(null, hash("db84aed4103b31dd51e017f8f79783ca985c2c51"), null));
        assertEquals(OrcFormat.V7_1, OrcFormat.recognise(null, hash("137c36ad7627c4dd55932176bb0ecdbd5041fc82"), null));
        assertNull(OrcFormat.recognise(null, hash("00".repeat(20)), null));
        assertNull(OrcFormat.recognise(null, hash("fe5d"), null));
        // A hash that is not known is no reason to give up.
        assertEquals(OrcFormat.V6_4, OrcFormat.recognise(v6_4(), hash("00".repeat(20)), null));
    }

    private static MemorySegment hash(String hexadecimal) {
        return MemorySegment.ofArray(HexFormat.of().parseHex(hexadecimal));
    }

    @Test
    void tellsTheFormsByContent() {
        assertEquals(OrcFormat.V4_14, OrcFormat.recognise(null, null, rows(0x005, 0, 0x105, 0x205)));
        assertEquals(OrcFormat.V4_18, OrcFormat.recognise(null, null, rows(0x005, 0, 0x400, 0x105)));
        assertEquals(OrcFormat.V6_3, OrcFormat.recognise(null, null, rows(0x005, 0, 0x800, 0x505)));
        assertEquals(OrcFormat.V6_4, OrcFormat.recognise(null, null, rows(0x205, 0, 0x100, 0xb05)));
        assertEquals(OrcFormat.V7_1, OrcFormat.recognise(null, null, rows(0x203, 0, 0x100, 0xb03)));
        byte[] noise = new byte[6 * 300];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (byte) (i * 37 ^ i >> 3);
        }
        assertNull(OrcFormat.recognise(null, null, MemorySegment.ofArray(noise)));
        assertNull(OrcFormat.recognise(null, null, MemorySegment.ofArray(new byte[0])));
        assertNull(OrcFormat.recognise(null, null, null));
    }
}
