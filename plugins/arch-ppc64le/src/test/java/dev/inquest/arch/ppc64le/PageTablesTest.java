package dev.inquest.arch.ppc64le;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.AddressTranslator.Step;
import dev.inquest.api.image.Machine;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.testkit.SparseImage;
import dev.inquest.testkit.SparseMemory;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PageTablesTest {
    private static final long ROOT = 0x10_0000;
    private static final long VMALLOC = 0xc008_0000_0029_0000L;

    private final SparseMemory memory = new SparseMemory();

    static Stream<TableFormat> formats() {
        return TableFormat.ALL.stream().filter(format -> !format.beforeBigEndian());
    }

    private static TableFormat radix64() {
        return TableFormat.ALL.getFirst();
    }

    private TestTables tables(TableFormat format) {
        return new TestTables(memory, format, ROOT, 0x20_0000);
    }

    private PageTables translation(TableFormat format) {
        SparseImage image = new SparseImage(memory, Machine.EM_PPC64, ByteOrder.LITTLE_ENDIAN);
        return new PageTables(memory, format, ROOT, new PageSizes(new KernelVariables(image.context(), null, 0)));
    }

    /** An address that every format can translate: those of 4.7 to 4.11 have fewer bits, and vmalloc at 0xd000…. */
    private static long address(TableFormat format) {
        return format.addressBits() >= 52 ? VMALLOC : 0xd000_0000_0029_0000L;
    }

    @ParameterizedTest
    @MethodSource("formats")
    void pagesOfTheLowestLevel(TableFormat format) {
        tables(format).map(address(format), 0x1234_0000L, format.depth() - 1);
        assertEquals(0x1234_0123L, translation(format).physical(address(format) + 0x123));
        List<Step> steps = translation(format).walk(address(format) + 0x123);
        assertEquals(format.depth(), steps.size());
        assertEquals("PGD", steps.getFirst().level());
        assertEquals(
                (format.pageShift() == 16 ? "64KB" : "4KB") + " page (PRESENT|WRITE|READ|PRIVILEGED|DIRTY|ACCESSED)",
                steps.getLast().note());
    }

    @ParameterizedTest
    @MethodSource("formats")
    void largePages(TableFormat format) {
        int pmd = format.depth() - 2;
        long size = 1L << format.levels().get(pmd).shift();
        tables(format).map(address(format) & -size, 7 * size, pmd);
        assertEquals(
                7 * size + (address(format) & size - 1), translation(format).physical(address(format)));
        Step last = translation(format).walk(address(format)).getLast();
        assertEquals("PMD", last.level());
        assertTrue(last.note().startsWith((size >> 20) + "MB page ("), last.note());
    }

    /** mmu_psize of radix: 64 KiB, 2 MiB, 1 GiB; of hash with 64 KiB pages: 16 MiB and 16 GiB by the sizes of the tables. */
    @Test
    void sizesOfLevels() {
        assertEquals(List.of(39, 30, 21, 16), shifts(0));
        assertEquals(List.of(39, 30, 21, 12), shifts(1));
        assertEquals(List.of(44, 34, 24, 16), shifts(2));
        assertEquals(List.of(37, 28, 21, 12), shifts(5));
        assertEquals(52, radix64().addressBits());
    }

    private static List<Integer> shifts(int format) {
        return TableFormat.ALL.get(format).levels().stream()
                .map(TableFormat.Level::shift)
                .toList();
    }

    @Test
    void aGigabyte() {
        tables(radix64()).map(0xc008_0000_4000_0000L, 0x8_4000_0000L, 1);
        assertEquals(0x8_4123_4567L, translation(radix64()).physical(0xc008_0000_4123_4567L));
        assertEquals(
                "1GB page (PRESENT|WRITE|READ|PRIVILEGED|DIRTY|ACCESSED)",
                translation(radix64()).walk(0xc008_0000_4123_4567L).getLast().note());
    }

    @Test
    void nothingMapped() {
        tables(radix64());
        Fault fault = fault(VMALLOC);
        assertEquals(Fault.Kind.NOT_MAPPED, fault.kind());
        assertEquals(VMALLOC, fault.address());
        assertEquals("no PGD entry is present", fault.detail());
        assertEquals(
                "not present", translation(radix64()).walk(VMALLOC).getLast().note());
    }

    /** {@code _PAGE_PTE} without {@code _PAGE_PRESENT} is a swap entry; with {@code _PAGE_INVALID} the kernel is changing it. */
    @Test
    void swappedOutAndChanging() {
        long entry = tables(radix64()).map(VMALLOC, 0x1234_0000L, 3);
        memory.put(entry, Long.reverseBytes(TestTables.LEAF | 0x1234_0000L));
        assertEquals("the PTE entry is not present", fault(VMALLOC).detail());
        assertEquals(
                "not present (swapped out or moved)",
                translation(radix64()).walk(VMALLOC).getLast().note());
        memory.put(entry, Long.reverseBytes(TestTables.LEAF | 1L << 61 | 0x1234_0000L | 4));
        assertEquals(0x1234_0000L, translation(radix64()).physical(VMALLOC));
        assertEquals(
                "64KB page (INVALID|READ)",
                translation(radix64()).walk(VMALLOC).getLast().note());
    }

    @Test
    void hashBitsAreNoAddress() {
        TableFormat format = TableFormat.ALL.get(2);
        long entry = tables(format).map(VMALLOC, 0, 3);
        // H_PAGE_BUSY, H_PAGE_HASHPTE, the sub-page bits of a combo page, and pkeys.
        memory.put(
                entry,
                Long.reverseBytes(
                        TestTables.PRESENT | TestTables.LEAF | 1L << 56 | 1L << 55 | 0x3000 | 0x4567_0000L | 4));
        assertEquals(0x4567_0010L, translation(format).physical(VMALLOC + 0x10));
        assertEquals(
                "64KB page (PRESENT|READ|HASHPTE)",
                translation(format).walk(VMALLOC).getLast().note());
    }

    @Test
    void aTableThatPointsToItselfEnds() {
        tables(radix64());
        for (long at = ROOT; at < ROOT + 65536; at += 8) {
            memory.put(at, Long.reverseBytes(TestTables.PRESENT | ROOT | 9));
        }
        memory.forgetReads();
        assertThrows(FaultException.class, () -> translation(radix64()).physical(VMALLOC));
        assertEquals(4, memory.reads());
        assertEquals(4, translation(radix64()).walk(VMALLOC).size());
    }

    @Test
    void aTableThatIsNotInTheDump() {
        tables(radix64());
        memory.put(
                ROOT + radix64().levels().getFirst().index(VMALLOC) * 8L,
                Long.reverseBytes(TestTables.PRESENT | 0x7777_0000L | 9));
        Fault fault = fault(VMALLOC);
        assertEquals(Fault.Kind.EXCLUDED, fault.kind());
        assertEquals("PUD table at physical 0x77770000: page not written by the test", fault.detail());
        assertEquals(
                "excluded: page not written by the test",
                translation(radix64()).walk(VMALLOC).getLast().note());
    }

    @Test
    void addressesThatNoTableCanTranslate() {
        tables(radix64());
        assertEquals(
                "not an address of 52-bit translation",
                fault(0xc010_0000_0000_0000L).detail());
        assertEquals(List.of(), translation(radix64()).walk(0xc010_0000_0000_0000L));
    }

    private Fault fault(long virtual) {
        return assertThrows(FaultException.class, () -> translation(radix64()).physical(virtual))
                .fault();
    }
}
