package dev.inquest.arch.ppc64le;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.AddressTranslator.Step;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.testkit.SparseImage;
import dev.inquest.testkit.SparseMemory;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Hash tables of Linux before 4.7, and directories of huge pages. All entries are written out here, by arch/powerpc/include/asm/pte-hash64*.h and
 * pgtable-ppc64*.h of 4.4, book3s/64/hash*.h of 4.5, 4.6 and 4.7.
 */
class OldHashTablesTest {
    private static final long LINEAR = 0xc000_0000_0000_0000L;
    private static final long PGD = 0x10_0000;
    private static final long PUD = 0x20_0000;
    private static final long PMD = 0x30_0000;
    private static final long PTE = 0x40_0000;
    private static final long HUGE = 0x48_0000;
    private static final long AREA = 0xd000_0000_0029_0000L;
    /** In mmu_psize_defs of 4.4: 16 MiB is the tenth size, 16 GiB the fourteenth (mmu-hash64.h). */
    private static final int SIZE_16M = 9;

    private static final int SIZE_16G = 13;
    private static final String SIZES = """
            SYMBOL(mmu_psize_defs)=c000000000500100
            SIZE(mmu_psize_def)=96
            OFFSET(mmu_psize_def.shift)=0
            """;

    private final SparseMemory memory = new SparseMemory();
    private final SparseImage image = new SparseImage(memory, Machine.EM_PPC64, ByteOrder.LITTLE_ENDIAN);

    /** A release, and how it writes what it stores. */
    enum Release {
        LINUX_4_4(1 << 16, 30, 0x381, 0x387, true),
        LINUX_4_4_SMALL(1 << 12, 17, 0x381, 0x387, true),
        LINUX_4_5(1 << 16, 30, 0x383, 0x387, true),
        LINUX_4_5_SMALL(1 << 12, 18, 0x383, 0x387, true),
        LINUX_4_6(1 << 16, 0, 0x186, 0x18e, false),
        LINUX_4_6_SMALL(1 << 12, 0, 0x186, 0x18e, false),
        LINUX_4_7_SMALL(1 << 12, 0, 0x18e, 0x186, false);

        final int pageSize;
        private final int shift;
        private final long flags;
        private final long userFlags;
        private final boolean linear;

        Release(int pageSize, int shift, long flags, long userFlags, boolean linear) {
            this.pageSize = pageSize;
            this.shift = shift;
            this.flags = flags;
            this.userFlags = userFlags;
            this.linear = linear;
        }

        private long stored(long entry) {
            return this == LINUX_4_7_SMALL ? Long.reverseBytes(entry) : entry;
        }

        long directory(long table) {
            return stored(linear ? LINEAR + table : table);
        }

        long page(long physical, boolean user) {
            long bits = user ? userFlags : flags;
            return stored(shift == 0 ? 3L << 62 | physical | bits : physical / pageSize << shift | bits);
        }

        boolean small() {
            return pageSize == 1 << 12;
        }

        /** Tables of 64 KiB pages had no PUD to 4.5. */
        boolean threeLevels() {
            return !small() && linear;
        }
    }

    private void clear(long table) {
        for (long at = table; at < table + (1 << 16); at += 4096) {
            Arrays.fill(memory.page(at), (byte) 0);
        }
    }

    private ArchSession attach(Release release, String more) throws OpenException {
        for (long table : new long[] {PGD, PUD, PMD, PTE, HUGE}) {
            clear(table);
        }
        image.info("OSRELEASE=4.4.0-test\nPAGESIZE=" + release.pageSize + "\nSYMBOL(init_uts_ns)=c000000000600000\n"
                + "SYMBOL(swapper_pg_dir)=c000000000100000\nSYMBOL(_stext)=c000000000000000\n" + more);
        // AREA is behind the first entry of each directory, but for the second PMD of 2 MiB.
        memory.put(PGD, release.directory(release.threeLevels() ? PMD : PUD));
        memory.put(PUD, release.directory(PMD));
        memory.put(PMD + (release.small() ? 8 : 0), release.directory(PTE));
        memory.put(PTE + (release.small() ? 0x90 : 0x29) * 8L, release.page(0x77_0000, false));
        memory.put(0x50_0100 + SIZE_16M * 96L, 24);
        memory.put(0x50_0100 + SIZE_16G * 96L, 34);
        return new Ppc64leArchitecture().attach(image.context());
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void theFormatIsToldByTheTables(Release release) throws OpenException {
        AddressTranslator kernel = attach(release, "").kernel();
        assertEquals(0x77_0008, kernel.physical(AREA + 8));
        assertEquals(0x1234_5678, kernel.physical(LINEAR + 0x1234_5678));
        assertEquals(release.pageSize, kernel.pageSize());
        List<Step> steps = kernel.walk(AREA);
        assertEquals(release.threeLevels() ? 3 : 4, steps.size());
        assertTrue(steps.getLast().flags().containsAll(List.of("PRESENT", "DIRTY", "ACCESSED")));
        assertEquals(release.pageSize, steps.getLast().span());
        assertThrows(FaultException.class, () -> kernel.physical(AREA + 0x10_0000));
    }

    /** In 4.6 the page of the area has other bits where 4.4 has the page's number. */
    @Test
    void flagsOfEachRelease() throws OpenException {
        assertEquals(List.of("PRESENT", "DIRTY", "ACCESSED", "RW"), flags(Release.LINUX_4_4));
        assertEquals(List.of("PRESENT", "DIRTY", "ACCESSED", "RW"), flags(Release.LINUX_4_5));
        assertEquals(List.of("PRESENT", "RW", "READ", "DIRTY", "ACCESSED"), flags(Release.LINUX_4_6));
    }

    private List<String> flags(Release release) throws OpenException {
        return attach(release, "").kernel().walk(AREA).getLast().flags();
    }

    @Test
    void regionsBeforeTheyMoved() throws OpenException {
        List<ArchSession.Region> regions = attach(Release.LINUX_4_4, "").regions();
        assertTrue(regions.contains(new ArchSession.Region("vmalloc", 0xd000_0000_0000_0000L, 0xd000_0800_0000_0000L)));
    }

    /** With 4 KiB pages a PUD entry of 256 MiB leads to a directory of 16 entries. */
    @ParameterizedTest
    @EnumSource(
            value = Release.class,
            names = {"LINUX_4_4_SMALL", "LINUX_4_5_SMALL", "LINUX_4_6_SMALL", "LINUX_4_7_SMALL"})
    void directoriesOfHugePages(Release release) throws OpenException {
        for (String sizes : List.of(SIZES, "")) {
            ArchSession session = attach(release, sizes);
            AddressTranslator user = session.user(LINEAR + PGD);
            hugeDirectory(release, PUD + 0x12 * 8, SIZE_16M);
            memory.put(HUGE + 3 * 8, release.page(0x8000_0000L, true));
            assertEquals(0x8045_6789L, user.physical(0x1_2345_6789L));
            List<Step> steps = user.walk(0x1_2345_6789L);
            assertEquals(
                    List.of("PGD", "PUD", "HUGEPD"),
                    steps.stream().map(Step::level).toList());
            assertEquals("directory of huge pages", steps.get(1).note());
            assertTrue(
                    steps.getLast().note().startsWith("16MB page (PRESENT|"),
                    steps.getLast().note());
            assertEquals(HUGE + 3 * 8, steps.getLast().entryAddress());
            assertEquals(
                    "the HUGEPD entry is not present",
                    assertThrows(FaultException.class, () -> user.physical(0x1_2445_6789L))
                            .fault()
                            .detail());
        }
    }

    /** 16 GiB: a PGD entry of 128 GiB leads to a directory of 8 entries. */
    @ParameterizedTest
    @EnumSource(
            value = Release.class,
            names = {"LINUX_4_4_SMALL", "LINUX_4_5_SMALL", "LINUX_4_6_SMALL", "LINUX_4_7_SMALL"})
    void sixteenGigabytes(Release release) throws OpenException {
        for (String sizes : List.of(SIZES, "")) {
            ArchSession session = attach(release, sizes);
            AddressTranslator user = session.user(LINEAR + PGD);
            hugeDirectory(release, PGD + 8, SIZE_16G);
            memory.put(HUGE + 8, release.page(0xc_0000_0000L, true));
            assertEquals(0xd_2345_6789L, user.physical(0x25_2345_6789L));
            assertTrue(user.walk(0x25_2345_6789L).getLast().note().startsWith("16GB page ("));
        }
    }

    private void hugeDirectory(Release release, long at, int size) {
        // The table's address with the size's index above two zero bits (hugepd_populate; pgalloc-64.h and
        // hugetlbpage.c of 4.4).
        memory.put(at, release.stored(release.stored(release.directory(HUGE)) | (long) size << 2));
    }

    /** With 64 KiB pages the entries of the directories map 16 MiB and, to 4.5, 16 GiB themselves (e2b3d202d1db, 3.11). */
    @ParameterizedTest
    @EnumSource(
            value = Release.class,
            names = {"LINUX_4_4", "LINUX_4_5", "LINUX_4_6"})
    void largePagesOf64K(Release release) throws OpenException {
        AddressTranslator user = attach(release, SIZES).user(LINEAR + PGD);
        memory.put(PMD + 0x12 * 8, release.page(0x8000_0000L, true));
        assertEquals(0x8034_5678L, user.physical(0x1234_5678L));
        assertTrue(user.walk(0x1234_5678L).getLast().note().startsWith("16MB page (PRESENT|"));
        memory.put(PGD + 8, release.page(0xc_0000_0000L, true));
        if (release.threeLevels()) {
            assertEquals(0xc_1234_5678L, user.physical(0x4_1234_5678L));
        }
    }

    @ParameterizedTest
    @EnumSource(Release.class)
    void aTableThatPointsToItselfEnds(Release release) throws OpenException {
        AddressTranslator user = attach(release, SIZES).user(LINEAR + PGD);
        for (long at = PGD; at < PGD + (1 << 16); at += 8) {
            memory.put(at, release.directory(PGD));
        }
        memory.forgetReads();
        assertEquals(release.threeLevels() ? 3 : 4, user.walk(0x1234_5678L).size());
        assertTrue(memory.reads() < 10, () -> memory.reads() + " reads");
    }
}
