package dev.inquest.debuginfo.orc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.memory.FaultException;
import dev.inquest.debuginfo.fakes.FakeMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OrcTableTest {
    private static final long IPS = 0xffffffff82c00000L;
    private static final long ROWS = 0xffffffff82d00000L;
    private static final long TEXT = 0xffffffff81000000L;
    private static final UnwindRule RETURN = new UnwindRule.AtCfa(-8);
    private static final UnwindRule STACK = new UnwindRule.CfaPlus(0);

    /** One row: sp_offset, bp_offset, flags. */
    static byte[] rows(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putShort((short) number);
        }
        return bytes.array();
    }

    private static byte[] ips(long... addresses) {
        ByteBuffer bytes = ByteBuffer.allocate(addresses.length * 4).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < addresses.length; i++) {
            bytes.putInt((int) (addresses[i] - (IPS + i * 4L)));
        }
        return bytes.array();
    }

    private static UnwindRow only(OrcFormat format, int spOffset, int bpOffset, int flags) {
        OrcTable table = OrcTable.ofSections(
                MemorySegment.ofArray(ips(TEXT, TEXT + 100)),
                IPS,
                MemorySegment.ofArray(rows(spOffset, bpOffset, flags, 8, 0, 0x205)),
                format);
        return Objects.requireNonNull(table.row(TEXT + 50));
    }

    @Test
    void readsTheRowsOf4_18() {
        // CALL, CFA rsp + 24, rbp at CFA - 16: type 0, bp_reg PREV_SP, sp_reg SP.
        UnwindRow call = only(OrcFormat.V4_18, 24, -16, 0x015);
        assertEquals(UnwindRow.Kind.CALL, call.kind());
        assertEquals(new UnwindRule.RegisterPlus(7, 24), call.cfa());
        assertEquals(Map.of(16, RETURN, 7, STACK, 6, new UnwindRule.AtCfa(-16)), call.registers());
        assertEquals(16, call.returnAddressRegister());
        assertFalse(call.interrupted());
        assertEquals("orc", call.origin());
        UnwindRow registers = only(OrcFormat.V4_18, 0, 0, 0x105);
        assertEquals(UnwindRow.Kind.REGISTERS, registers.kind());
        assertEquals(Map.of(), registers.registers());
        assertTrue(registers.interrupted());
        assertEquals(
                UnwindRow.Kind.PARTIAL_REGISTERS,
                only(OrcFormat.V4_18, 8, 0, 0x205).kind());
        assertEquals(UnwindRow.Kind.END, only(OrcFormat.V4_18, 0, 0, 0x400).kind());
        assertEquals(UnwindRow.Kind.UNDEFINED, only(OrcFormat.V4_18, 0, 0, 0).kind());
        // Before there was a bit for the end, an undefined stack pointer was it.
        assertEquals(UnwindRow.Kind.END, only(OrcFormat.V4_14, 0, 0, 0).kind());
    }

    @Test
    void readsTheRowsOf6_3() {
        UnwindRow registers = only(OrcFormat.V6_3, 0, 0, 0x105);
        assertEquals(UnwindRow.Kind.REGISTERS, registers.kind());
        assertFalse(registers.interrupted());
        assertTrue(only(OrcFormat.V6_3, 0, 0, 0x505).interrupted());
        assertEquals(UnwindRow.Kind.END, only(OrcFormat.V6_3, 0, 0, 0x800).kind());
        assertEquals(UnwindRow.Kind.UNDEFINED, only(OrcFormat.V6_3, 0, 0, 0x400).kind());
    }

    @Test
    void readsTheRowsOf6_4() {
        assertEquals(UnwindRow.Kind.UNDEFINED, only(OrcFormat.V6_4, 8, 0, 0x005).kind());
        assertEquals(UnwindRow.Kind.END, only(OrcFormat.V6_4, 0, 0, 0x100).kind());
        assertEquals(UnwindRow.Kind.CALL, only(OrcFormat.V6_4, 8, 0, 0x205).kind());
        assertEquals(UnwindRow.Kind.REGISTERS, only(OrcFormat.V6_4, 0, 0, 0x305).kind());
        UnwindRow partial = only(OrcFormat.V6_4, 0, 0, 0xc05);
        assertEquals(UnwindRow.Kind.PARTIAL_REGISTERS, partial.kind());
        assertTrue(partial.interrupted());
        assertFalse(only(OrcFormat.V6_4, 8, 0, 0x205).interrupted());
        assertEquals(UnwindRow.Kind.UNDEFINED, only(OrcFormat.V6_4, 8, 0, 0x705).kind());
        // A CALL whose stack pointer is found nowhere.
        assertEquals(UnwindRow.Kind.UNDEFINED, only(OrcFormat.V6_4, 8, 0, 0x200).kind());
    }

    @Test
    void findsTheStackPointerInEveryRegister() {
        Map<Integer, UnwindRule> expected = Map.of(
                2, new UnwindRule.RegisterPlus(1, 0),
                3, new UnwindRule.RegisterPlus(5, 0),
                4, new UnwindRule.RegisterPlus(6, 40),
                5, new UnwindRule.RegisterPlus(7, 40),
                6, new UnwindRule.RegisterPlus(10, 0),
                7, new UnwindRule.RegisterPlus(13, 0),
                8, new UnwindRule.Deref(6, 40, 0),
                9, new UnwindRule.Deref(7, 0, 40),
                10, new UnwindRule.RegisterPlus(0, 0));
        expected.forEach((register, rule) ->
                assertEquals(rule, only(OrcFormat.V6_4, 40, 0, 0x200 | register).cfa(), "register " + register));
        Map<Integer, Integer> renumbered = Map.of(1, 10, 2, 2, 3, 5, 4, 4, 5, 3, 6, 6, 7, 7, 9, 9, 10, 8);
        renumbered.forEach((now, before) -> assertEquals(
                expected.get(before), only(OrcFormat.V7_1, 40, 0, 0x200 | now).cfa(), "register " + now));
        assertEquals(
                new UnwindRule.Deref(6, -16, 0),
                only(OrcFormat.V6_4, 8, -16, 0x245).registers().get(6));
        assertEquals(
                new UnwindRule.AtCfa(-16),
                only(OrcFormat.V7_1, 8, -16, 0x283).registers().get(6));
    }

    @Test
    void theLastOfSeveralRowsCountsAndTheTableHasEnds() {
        byte[] ips = ips(TEXT, TEXT + 16, TEXT + 16, TEXT + 32, TEXT + 64);
        byte[] rows = rows(8, 0, 0x205, 0, 0, 0, 16, 0, 0x205, 24, 0, 0x205, 0, 0, 0);
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.put(IPS, ips);
        memory.put(ROWS, rows);
        for (OrcTable table : new OrcTable[] {
            OrcTable.ofSections(MemorySegment.ofArray(ips), IPS, MemorySegment.ofArray(rows), OrcFormat.V6_4),
            OrcTable.ofMemory(memory, IPS, ROWS, 5, OrcFormat.V6_4)
        }) {
            assertNull(table.row(TEXT - 1));
            assertEquals(new UnwindRule.RegisterPlus(7, 8), row(table, TEXT).cfa());
            assertEquals(
                    new UnwindRule.RegisterPlus(7, 8), row(table, TEXT + 15).cfa());
            assertEquals(
                    new UnwindRule.RegisterPlus(7, 16), row(table, TEXT + 16).cfa());
            assertEquals(
                    new UnwindRule.RegisterPlus(7, 24), row(table, TEXT + 63).cfa());
            assertNull(table.row(TEXT + 64));
            assertNull(table.row(-1));
            assertNull(table.row(0));
        }
    }

    private static UnwindRow row(OrcTable table, long pc) {
        return Objects.requireNonNull(table.row(pc));
    }

    @Test
    void unreadableRowsAreAFault() {
        FakeMemory memory = new FakeMemory(ByteOrder.LITTLE_ENDIAN);
        memory.put(IPS, ips(TEXT, TEXT + 16));
        OrcTable table = OrcTable.ofMemory(memory, IPS, ROWS, 2, OrcFormat.V6_4);
        FaultException e = assertThrows(FaultException.class, () -> table.row(TEXT));
        assertEquals(ROWS, e.fault().address());
    }

    @Test
    void anEmptyTableCoversNothing() {
        OrcTable table = OrcTable.ofSections(
                MemorySegment.ofArray(new byte[0]), IPS, MemorySegment.ofArray(new byte[0]), OrcFormat.V6_4);
        assertNull(table.row(TEXT));
        assertNotNull(table);
    }
}
