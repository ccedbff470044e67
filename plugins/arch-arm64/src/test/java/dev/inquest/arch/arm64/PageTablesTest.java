package dev.inquest.arch.arm64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.AddressTranslator.Step;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.testkit.SparseMemory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Page tables of all granules; the shifts are those of the Arm ARM's tables D8-14 to D8-24 (translation of an input address). */
class PageTablesTest {
    private static final long ROOT = 0x4000_0000L;
    private static final long TABLE = 3;
    private static final long PAGE = 0x0040_0000_0000_0703L;
    private static final long BLOCK = 0x0040_0000_0000_0701L;

    private final SparseMemory memory = new SparseMemory();

    private PageTables tables(int pageShift, int bits) {
        return new PageTables(memory, TableFormat.of(pageShift, bits), ROOT, true);
    }

    @ParameterizedTest
    @CsvSource({
        "12, 39, 30 21 12, PGD PMD PTE",
        "12, 48, 39 30 21 12, PGD PUD PMD PTE",
        "12, 52, 48 39 30 21 12, PGD P4D PUD PMD PTE",
        "14, 36, 25 14, PGD PTE",
        "14, 47, 36 25 14, PGD PMD PTE",
        "14, 48, 47 36 25 14, PGD PUD PMD PTE",
        "14, 52, 47 36 25 14, PGD PUD PMD PTE",
        "16, 42, 29 16, PGD PTE",
        "16, 48, 42 29 16, PGD PMD PTE",
        "16, 52, 42 29 16, PGD PMD PTE"
    })
    void walksEveryFormat(int pageShift, int bits, String shifts, String names) {
        long virtual = -1L << bits | 0x5_a5a5_a5a5_a5a5L & (1L << bits) - 1;
        String[] levels = shifts.split(" ");
        // With LPA2 these bits are no longer the shareability but the highest of the address.
        boolean wide = bits == 52 && pageShift != 16;
        long table = ROOT;
        long frame = 0x1_2340_0000L;
        for (int i = 0; i < levels.length; i++) {
            int shift = Integer.parseInt(levels[i]);
            int width = i == 0 ? bits - shift : pageShift - 3;
            long slot = table + ((virtual >>> shift) & (1L << width) - 1) * 8;
            boolean last = i == levels.length - 1;
            long next = ROOT + ((long) (i + 1) << 20);
            memory.put(slot, last ? frame | (wide ? PAGE & ~0x300L : PAGE) : next | TABLE);
            table = next;
        }
        PageTables tables = tables(pageShift, bits);
        assertEquals(frame | virtual & (1L << pageShift) - 1, tables.physical(virtual));
        List<Step> steps = tables.walk(virtual);
        assertEquals(names, String.join(" ", steps.stream().map(Step::level).toList()));
        String attributes = wide ? "VALID|AF|UXN" : "VALID|SHARED|AF|UXN";
        assertEquals(
                (1 << pageShift - 10) + "KB page (" + attributes + "|ATTRINDX=0)",
                steps.getLast().note());
        assertEquals("table", steps.getFirst().note());
    }

    @ParameterizedTest
    @CsvSource({
        // granule, bits, shift of the block, whether the format allows it
        "12, 48, 21, true",
        "12, 48, 30, true",
        "12, 48, 39, false",
        "12, 52, 39, true",
        "12, 52, 48, false",
        "14, 48, 25, true",
        "14, 48, 36, false",
        "14, 52, 36, true",
        "14, 48, 47, false",
        "16, 48, 29, true",
        "16, 52, 42, true"
    })
    void blocks(int pageShift, int bits, int blockShift, boolean allowed) {
        long virtual = -1L << bits | 0x1234_5678L;
        TableFormat format = TableFormat.of(pageShift, bits);
        long table = ROOT;
        for (int level = 0; format.shift(level) > blockShift; level++) {
            long next = table + 0x10_0000;
            memory.put(table + format.index(level, virtual) * 8L, next | TABLE);
            table = next;
        }
        long frame = 1L << blockShift;
        long mask = (1L << Math.min(bits, blockShift + pageShift - 3) - blockShift) - 1;
        memory.put(table + ((virtual >>> blockShift) & mask) * 8, frame | BLOCK & ~0x300L);
        PageTables tables = tables(pageShift, bits);
        if (allowed) {
            assertEquals(frame | virtual & frame - 1, tables.physical(virtual));
        } else {
            assertEquals(Fault.Kind.NOT_MAPPED, fault(tables, virtual).kind());
            assertEquals("not a valid entry", tables.walk(virtual).getLast().note());
        }
    }

    /** Bits 15 to 12 of an entry are bits 51 to 48 of its address (LPA); with LPA2 bits 9 and 8 are bits 51 and 50. */
    @Test
    void wideAddresses() {
        assertEquals(0xf_1234_5678_0000L, TableFormat.of(16, 52).address(0x0000_1234_5678_f703L, 16));
        assertEquals(0x5_1234_5678_9000L, TableFormat.of(12, 52).address(0x0041_1234_5678_9543L, 12));
        assertEquals(0xc_0000_0000_4000L, TableFormat.of(14, 52).address(0x0000_0000_0000_4303L, 14));
        assertEquals(0x1234_5678_9000L, TableFormat.of(12, 48).address(0x0041_1234_5678_9743L, 12));
    }

    @Test
    void tableThatPointsToItselfEnds() {
        for (int i = 0; i < 512; i++) {
            memory.put(ROOT + i * 8, ROOT | TABLE);
        }
        // The last level takes the entry for a page: that of the table.
        assertEquals(ROOT + 0x123, tables(12, 48).physical(0xffff_8000_0000_0123L));
        assertEquals(4, tables(12, 48).walk(0xffff_8000_0000_0123L).size());
    }

    @Test
    void saysWhyNothingIsThere() {
        memory.page(ROOT);
        Fault fault = fault(tables(12, 48), 0xffff_8000_0000_0000L);
        assertEquals(Fault.Kind.NOT_MAPPED, fault.kind());
        assertEquals("no PGD entry is present", fault.detail());
        assertEquals(
                "not a kernel address of 48 bits",
                fault(tables(12, 48), 0x1234L).detail());
        memory.put(ROOT + 256 * 8, 0x5000_0000L | TABLE);
        Fault excluded = fault(tables(12, 48), 0xffff_8000_0000_0000L);
        assertEquals(Fault.Kind.EXCLUDED, excluded.kind());
        assertEquals("PUD table at physical 0x50000000: page not written by the test", excluded.detail());
        assertTrue(tables(12, 48).walk(0x1234L).isEmpty());
    }

    @Test
    void protectedPagesAreMappedAndSwappedOnesAreNot() {
        memory.put(ROOT + 511 * 8, 0x4010_0000L | TABLE);
        memory.put(0x4010_0000L + 511 * 8, 0x4020_0000L | TABLE);
        memory.put(0x4020_0000L + 511 * 8, 0x4030_0000L | TABLE);
        memory.put(0x4030_0000L + 510 * 8, 0x0400_0000_5000_0c82L);
        memory.put(0x4030_0000L + 511 * 8, 0x0000_0000_1234_5640L);
        PageTables tables = tables(12, 48);
        assertEquals(0x5000_0000L, tables.physical(0xffff_ffff_ffff_e000L));
        assertTrue(tables.walk(0xffff_ffff_ffff_e000L).getLast().note().startsWith("4KB page (PROT_NONE|"));
        assertEquals(
                Fault.Kind.NOT_MAPPED, fault(tables, 0xffff_ffff_ffff_f000L).kind());
        assertEquals(
                "not present (swapped out or moved)",
                tables.walk(0xffff_ffff_ffff_f000L).getLast().note());
    }

    @Test
    void userAddressesLoseTheirTag() {
        memory.put(ROOT, 0x4010_0000L | TABLE);
        memory.put(0x4010_0000L, 0x4020_0000L | TABLE);
        memory.put(0x4020_0000L, 0x4030_0000L | TABLE);
        memory.put(0x4030_0000L + 8, 0x5000_0000L | PAGE);
        // The kernel's own tables lead from the address of the process's table to its place.
        memory.put(0x4080_0000L + 511 * 8, 0x4090_0000L | TABLE);
        memory.put(0x4090_0000L + 511 * 8, ROOT | BLOCK);
        PageTables kernel = new PageTables(memory, TableFormat.of(12, 48), 0x4080_0000L, true);
        UserTranslator user = new UserTranslator(kernel, -1L << 30, memory, TableFormat.of(12, 48));
        assertEquals(0x5000_0010L, user.physical(0x1010L));
        assertEquals(0x5000_0010L, user.physical(0xb400_0000_0000_1010L));
        assertThrows(FaultException.class, () -> user.physical(0xffff_0000_0000_1010L));
        assertThrows(FaultException.class, () -> user.physical(0x0001_0000_0000_1010L));
    }

    private static Fault fault(PageTables tables, long virtual) {
        return assertThrows(FaultException.class, () -> tables.physical(virtual))
                .fault();
    }
}
