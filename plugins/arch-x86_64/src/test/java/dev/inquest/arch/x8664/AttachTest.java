package dev.inquest.arch.x8664;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.testkit.SparseImage;
import dev.inquest.testkit.SparseMemory;
import java.nio.ByteOrder;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A kernel whose image lies 0x12000000 above where it was linked, at physical 0x23000000; its top-level table is 0x10000 into
 * the image, {@code init_uts_ns} 0x20000.
 */
class AttachTest {
    private static final long BIAS = 0x1200_0000L;
    private static final long TEXT = 0xffff_ffff_8100_0000L + BIAS;
    private static final long PHYSICAL = 0x2300_0000L;
    private static final long PHYS_BASE = PHYSICAL - (TEXT - 0xffff_ffff_8000_0000L);
    private static final long TOP = 0x1_0000L;
    private static final long UTS = 0x2_0000L;
    private static final long INFO_PAGE = 0x3_0000L;

    private final SparseMemory memory = new SparseMemory();
    private final SparseImage image = new SparseImage(memory, Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN);
    private final X8664Architecture architecture = new X8664Architecture();

    private long directMap(PagingMode mode) {
        return mode == PagingMode.FIVE_LEVEL ? 0xff36_b313_4000_0000L : 0xffff_9c52_8000_0000L;
    }

    private String lay(PagingMode mode) {
        TestTables lay = new TestTables(memory, mode, PHYSICAL + TOP, 0x5000, 0);
        lay.map(TEXT, PHYSICAL, 21);
        lay.map(TEXT + (2 << 20), PHYSICAL + (2 << 20), 21);
        lay.map(directMap(mode), 0, 30);
        lay.map(0xffff_fe00_0000_0000L, 0x9_9000, 12);
        memory.put(PHYSICAL + UTS + 4 + 130, "6.1.0-test\0");
        String text =
                "OSRELEASE=6.1.0-test\nBUILD-ID=00\nPAGESIZE=4096\nSYMBOL(init_uts_ns)=" + Long.toHexString(TEXT + UTS)
                        + "\nOFFSET(uts_namespace.name)=4\nSYMBOL(swapper_pg_dir)=" + Long.toHexString(TEXT + TOP)
                        + "\nNUMBER(phys_base)=" + PHYS_BASE + "\nSYMBOL(init_top_pgt)=" + Long.toHexString(TEXT + TOP)
                        + "\nNUMBER(pgtable_l5_enabled)=" + (mode == PagingMode.FIVE_LEVEL ? 1 : 0)
                        + "\nKERNELOFFSET=" + Long.toHexString(BIAS) + "\nNUMBER(KERNEL_IMAGE_SIZE)=1073741824\n";
        return text;
    }

    private void check(ArchSession session, PagingMode mode) {
        assertEquals(BIAS, session.bias());
        assertEquals(PHYSICAL + 0x1234, session.kernel().physical(TEXT + 0x1234));
        assertEquals(0x9_9008, session.kernel().physical(0xffff_fe00_0000_0008L));
        assertEquals(OptionalLong.of(directMap(mode) + 0x5678), session.directMap(0x5678));
        assertEquals(0x5678, session.kernel().physical(directMap(mode) + 0x5678));
        assertEquals(0x23_0000, session.user(directMap(mode) + PHYSICAL + TOP).physical(directMap(mode) + 0x23_0000));
    }

    @ParameterizedTest
    @EnumSource(PagingMode.class)
    void vmcoreInfoInTheHeaders(PagingMode mode) throws OpenException {
        image.info(lay(mode));
        check(architecture.attach(image.context()), mode);
        assertEquals(List.of(), image.remarks());
    }

    @ParameterizedTest
    @EnumSource(PagingMode.class)
    void vmcoreInfoInMemoryWithoutAnyNote(PagingMode mode) throws OpenException {
        String text = lay(mode);
        memory.put(INFO_PAGE - 0x1000, text.replace("6.1.0-test", "5.5.5-stale"));
        memory.put(INFO_PAGE, text);
        ArchSession session = architecture.attach(image.context());
        check(session, mode);
        VmcoreInfo info = session.vmcoreInfo();
        assertNotNull(info);
        assertEquals("6.1.0-test", info.get("OSRELEASE").orElse(""));
        assertEquals(1, image.remarks().size());
    }

    @ParameterizedTest
    @EnumSource(PagingMode.class)
    void controlRegistersAlone(PagingMode mode) throws OpenException {
        lay(mode);
        long cr4 = mode == PagingMode.FIVE_LEVEL ? 1L << 12 : 0;
        // In user mode with page-table isolation: the user's table maps one page of entry code.
        TestTables user = new TestTables(memory, mode, PHYSICAL + TOP + 0x1000, 0x8_0000, 0);
        user.map(TEXT + (2 << 20), PHYSICAL + (2 << 20), 21);
        image.notes().add(NotesTest.qemu(0, 0, 0, 0, 0));
        image.notes().add(NotesTest.qemu(0x401000, 0x33, 1L << 31, PHYSICAL + TOP + 0x1000, cr4));
        ArchSession session = architecture.attach(image.context());
        check(session, mode);
        assertNull(session.vmcoreInfo());
    }

    @Test
    void vmcoreInfoBehindItsVariable() throws OpenException {
        String text = lay(PagingMode.FOUR_LEVEL);
        memory.put(INFO_PAGE, text);
        memory.put(PHYSICAL + 0x4_0000, directMap(PagingMode.FOUR_LEVEL) + INFO_PAGE);
        image.link("vmcoreinfo_data", TEXT + 0x4_0000 - BIAS);
        image.notes().add(NotesTest.qemu(TEXT, 0x10, 1L << 31, PHYSICAL + TOP, 0));
        ArchSession session = architecture.attach(image.context());
        check(session, PagingMode.FOUR_LEVEL);
        assertNotNull(session.vmcoreInfo());
    }

    @Test
    void aVmlinuxAndElfSegments() throws OpenException {
        TestTables lay = new TestTables(memory, PagingMode.FOUR_LEVEL, 0x100_0000 + TOP, 0x5000, 0);
        lay.map(0xffff_ffff_8100_0000L, 0x100_0000, 21);
        image.link("init_top_pgt", 0xffff_ffff_8100_0000L + TOP);
        image.segments().add(new DumpImage.Segment(0x100_0000, 0xffff_ffff_8100_0000L, 1 << 21, 1 << 21));
        ArchSession session = architecture.attach(image.context());
        assertEquals(0, session.bias());
        assertEquals(0x100_0042, session.kernel().physical(0xffff_ffff_8100_0042L));
        assertEquals(OptionalLong.empty(), session.directMap(0));
    }

    @Test
    void tablesThatAreNotInTheDumpLeaveTheImage() throws OpenException {
        String text = lay(PagingMode.FOUR_LEVEL);
        memory.remove(PHYSICAL + TOP);
        image.info(text);
        image.segments().add(new DumpImage.Segment(0x1000, 0xffff_9c52_8000_1000L, 1 << 21, 1 << 21));
        ArchSession session = architecture.attach(image.context());
        assertEquals(PHYSICAL + 0x1234, session.kernel().physical(TEXT + 0x1234));
        assertEquals(0x1008, session.kernel().physical(0xffff_9c52_8000_1008L));
        assertTrue(
                image.remarks().getFirst().contains("page tables are not in the dump"),
                image.remarks().getFirst());
    }

    @Test
    void noWayInIsToldWithWhatWouldHelp() {
        memory.put(0x1000, "OSRELEASE=6.1.0-test\n");
        OpenException e = assertThrows(OpenException.class, () -> architecture.attach(image.context()));
        assertTrue(String.valueOf(e.getMessage()).contains("-device vmcoreinfo"), e.toString());
    }

    @Test
    void theVariableComesBeforeThePageTables() throws OpenException {
        image.info(lay(PagingMode.FOUR_LEVEL));
        memory.put(PHYSICAL + 0x5_0000, directMap(PagingMode.FOUR_LEVEL));
        memory.put(PHYSICAL + 0x5_0008, 0xffff_b000_0000_0000L);
        image.link("page_offset_base", TEXT + 0x5_0000 - BIAS);
        image.link("vmalloc_base", TEXT + 0x5_0008 - BIAS);
        ArchSession session = architecture.attach(image.context());
        check(session, PagingMode.FOUR_LEVEL);
        List<ArchSession.Region> regions = session.regions();
        assertEquals(
                List.of("direct map", "vmalloc", "cpu entry area", "kernel text", "modules", "fixmap"),
                regions.stream().map(ArchSession.Region::name).toList());
        assertEquals(0xffff_b000_0000_0000L, regions.get(1).start());
        assertEquals(0xffff_ffff_c000_0000L, regions.get(4).start());
    }
}
