package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.AddressTranslator.Step;
import dev.inquest.api.arch.MappedRanges;
import dev.inquest.api.arch.PageEntry;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.testkit.SparseMemory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PageTablesTest {
    private static final long ROOT = 0x1000;
    private final SparseMemory memory = new SparseMemory();

    @ParameterizedTest
    @EnumSource(PagingMode.class)
    void pagesOfEachSizeAreTranslated(PagingMode mode) {
        TestTables lay = new TestTables(memory, mode, ROOT, 0x2000, 0);
        lay.map(0xffff_8880_0000_0000L, 0x4000_0000L, 30);
        lay.map(0xffff_c900_0020_0000L, 0x0060_0000L, 21);
        lay.map(0x0000_7fff_1234_5000L, 0x0000_0012_3456_7000L, 12);
        PageTables tables = new PageTables(memory, mode, ROOT, 0);
        assertEquals(0x6345_6789L, tables.physical(0xffff_8880_2345_6789L));
        assertEquals(0x0061_2345L, tables.physical(0xffff_c900_0021_2345L));
        assertEquals(0x12_3456_7abcL, tables.physical(0x7fff_1234_5abcL));
        assertEquals(0x12_3456_7abdL, tables.physical(0x7fff_1234_5abdL), "a kept translation");
    }

    @Test
    void fiveLevelsReachAddressesThatFourDoNot() {
        long virtual = 0xff11_0000_0000_3000L;
        TestTables lay = new TestTables(memory, PagingMode.FIVE_LEVEL, ROOT, 0x2000, 0);
        lay.map(virtual, 0x9000, 12);
        assertEquals(0x9008, new PageTables(memory, PagingMode.FIVE_LEVEL, ROOT, 0).physical(virtual + 8));
        FaultException e = assertThrows(
                FaultException.class, () -> new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0).physical(virtual));
        assertEquals(Fault.Kind.NOT_MAPPED, e.fault().kind());
        assertEquals("not an address of 48-bit paging", e.fault().detail());
    }

    @Test
    void addressesThatAreNotMappedTellTheLevel() {
        TestTables lay = new TestTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0x2000, 0);
        lay.map(0xffff_c900_0000_0000L, 0x9000, 12);
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0);
        assertEquals(
                "no PTE entry is present", fault(tables, 0xffff_c900_0000_1000L).detail());
        assertEquals(
                "no PMD entry is present", fault(tables, 0xffff_c900_0020_0000L).detail());
        assertEquals(
                "no PUD entry is present", fault(tables, 0xffff_c901_0000_0000L).detail());
        assertEquals(
                "no PGD entry is present", fault(tables, 0xffff_ea00_0000_0000L).detail());
    }

    @Test
    void aTableThatIsNotInTheDumpIsNoMissingMapping() {
        memory.put(ROOT + 511 * 8, 0x7000 | TestTables.TABLE);
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0);
        Fault fault = fault(tables, 0xffff_ffff_8000_0000L);
        assertEquals(Fault.Kind.EXCLUDED, fault.kind());
        assertEquals(0xffff_ffff_8000_0000L, fault.address());
        assertTrue(fault.detail().startsWith("PUD table at physical 0x7000"), fault.detail());
        List<Step> steps = tables.walk(0xffff_ffff_8000_0000L);
        assertEquals(2, steps.size());
        assertEquals("excluded: page not written by the test", steps.getLast().note());
    }

    @Test
    void tablesThatPointAtThemselvesEnd() {
        for (int i = 0; i < 512; i++) {
            memory.put(ROOT + i * 8, ROOT | TestTables.TABLE);
        }
        PageTables tables = new PageTables(memory, PagingMode.FIVE_LEVEL, ROOT, 0);
        assertEquals(ROOT + 0x123, tables.physical(0xff11_2233_4455_6123L));
        assertEquals(5, memory.reads());
        assertEquals(5, tables.walk(0xff11_2233_4455_6123L).size());
    }

    @Test
    void theEncryptionBitIsNoAddress() {
        long mark = 1L << 47;
        TestTables lay = new TestTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0x2000, mark);
        lay.map(0xffff_8880_0000_0000L, 0, 30);
        lay.map(0xffff_c900_0000_0000L, 0x9000, 12);
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT | mark, mark);
        assertEquals(0x1234_5678L, tables.physical(0xffff_8880_1234_5678L));
        assertEquals(0x9010L, tables.physical(0xffff_c900_0000_0010L));
    }

    @Test
    void protNonePagesHaveInvertedAddresses() {
        TestTables lay = new TestTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0x2000, 0);
        long entry = lay.map(0x40_0000L, 0, 12);
        memory.put(entry, ~0x0000_0001_2345_6fffL & 0x000f_ffff_ffff_f000L | 0x100);
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0);
        assertEquals(0x1_2345_6008L, tables.physical(0x40_0008L));
        assertEquals("4KB page (PROTNONE)", tables.walk(0x40_0000L).getLast().note());
    }

    @Test
    void aWalkNamesItsSteps() {
        TestTables lay = new TestTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0x2000, 0);
        long entry = lay.map(0xffff_ffff_8100_0000L, 0x1c00_0000L, 21);
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0);
        List<Step> steps = tables.walk(0xffff_ffff_8100_0123L);
        assertEquals(
                List.of(
                        new Step("PGD", ROOT + 511 * 8, 0x2067, "", 1L << 39, List.of()),
                        new Step("PUD", 0x2000 + 510 * 8, 0x3067, "", 1L << 30, List.of()),
                        new Step(
                                "PMD",
                                entry,
                                0x1c0000e3L,
                                "2MB page (PRESENT|RW|ACCESSED|DIRTY|PSE)",
                                1L << 21,
                                List.of("PRESENT", "RW", "ACCESSED", "DIRTY", "PSE"))),
                steps);
        assertEquals(
                "not present", tables.walk(0xffff_ffff_a000_0000L).getLast().note());
        assertEquals(List.of(), tables.walk(0x1234_5678_9abc_def0L));
    }

    @Test
    void allThatIsMappedIsFoundWithoutAskingForEveryAddress() {
        TestTables lay = new TestTables(memory, PagingMode.FIVE_LEVEL, ROOT, 0x2000, 0);
        lay.map(0xff11_0000_4000_0000L, 0x4000_0000L, 30);
        lay.map(0xffa0_0000_0020_0000L, 0x0060_0000L, 21);
        lay.map(0xffa0_1234_0000_3000L, 0x0000_9000L, 12);
        PageTables tables = new PageTables(memory, PagingMode.FIVE_LEVEL, ROOT, 0);
        MappedRanges ranges = new MappedRanges(tables, 0xff00_0000_0000_0000L, 0, 4096, Long.MAX_VALUE);
        List<MappedRanges.Range> found = new ArrayList<>();
        for (MappedRanges.Range range = ranges.next(); range != null; range = ranges.next()) {
            found.add(range);
        }
        assertEquals(
                List.of(
                        new MappedRanges.Range(0xff11_0000_4000_0000L, 0x4000_0000L, 1 << 30),
                        new MappedRanges.Range(0xffa0_0000_0020_0000L, 0x0060_0000L, 1 << 21),
                        new MappedRanges.Range(0xffa0_1234_0000_3000L, 0x0000_9000L, 4096)),
                found);
        assertTrue(memory.reads() < 50_000, "entries read: " + memory.reads());
        // A range may begin and end inside a page.
        MappedRanges part =
                new MappedRanges(tables, 0xffa0_0000_0020_1000L, 0xffa0_0000_0020_1800L, 4096, Long.MAX_VALUE);
        assertEquals(new MappedRanges.Range(0xffa0_0000_0020_1000L, 0x0060_1000L, 0x800), part.next());
        assertNull(part.next());
    }

    @Test
    void mappedRangesOfTablesThatPointAtThemselvesEnd() {
        for (int i = 0; i < 512; i++) {
            memory.put(ROOT + i * 8, ROOT | TestTables.TABLE);
        }
        PageTables tables = new PageTables(memory, PagingMode.FIVE_LEVEL, ROOT, 0);
        MappedRanges ranges = new MappedRanges(tables, 0xff11_0000_0000_0000L, 0xff11_0000_0400_0000L, 4096, 1 << 30);
        assertNull(ranges.next());
        assertTrue(ranges.damaged() > 0);
        assertFalse(ranges.limited());
    }

    @Test
    void mappedRangesEndAtTheirLimit() {
        // Each table has 512 entries for one table below it: 2^36 bytes of addresses over one page.
        for (int i = 0; i < 512; i++) {
            memory.put(ROOT + i * 8, 0x2000 | TestTables.TABLE);
            memory.put(0x2000 + i * 8, 0x3000 | TestTables.TABLE);
            memory.put(0x3000 + i * 8, 0x4000 | TestTables.TABLE);
            memory.put(0x4000 + i * 8, 0x9000 | TestTables.TABLE);
        }
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0);
        MappedRanges ranges = new MappedRanges(tables, 0xffff_8880_0000_0000L, 0, 4096, 1 << 20);
        int count = 0;
        while (ranges.next() != null) {
            count++;
        }
        assertEquals(256, count);
        assertTrue(ranges.limited());
    }

    @Test
    void entriesTellTheirPageOrSwapSlot() {
        PageTables tables = new PageTables(memory, PagingMode.FOUR_LEVEL, ROOT, 0);
        PageEntry entry = tables.entry(0x8000_0000_1234_5067L);
        assertEquals(0x1234_5000L, entry.physical());
        assertEquals(List.of("PRESENT", "RW", "USER", "ACCESSED", "DIRTY", "NX"), entry.flags());
        // Type 3, offset 0x1234: arch/x86/include/asm/pgtable_64.h, __swp_entry.
        long swapped = ~0x1234L << 14 >>> 5 | 3L << 59;
        assertEquals(new PageEntry.Swap(3, 0x1234), tables.entry(swapped).swap());
        assertNull(tables.entry(0).swap());
    }

    private static Fault fault(PageTables tables, long virtual) {
        return assertThrows(FaultException.class, () -> tables.physical(virtual))
                .fault();
    }
}
