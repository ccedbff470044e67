package dev.inquest.arch.ppc64le;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.ArchSession.CpuRegisters;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.FaultException;
import dev.inquest.testkit.SparseImage;
import dev.inquest.testkit.SparseMemory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachTest {
    private static final long LINEAR = AddressSpace.LINEAR;
    private static final long ROOT = 0x10_0000;
    private static final long UTS = 0x40_0000;
    private static final long VMALLOC = 0xc008_0000_0029_0000L;
    private static final String INFO = """
            OSRELEASE=6.1.0-test
            PAGESIZE=PAGE
            SYMBOL(init_uts_ns)=c000000000400000
            OFFSET(uts_namespace.name)=0
            SYMBOL(swapper_pg_dir)=c000000000100000
            SYMBOL(_stext)=c000000000000000
            """;

    private final SparseMemory memory = new SparseMemory();
    private SparseImage image = new SparseImage(memory, Machine.EM_PPC64, ByteOrder.LITTLE_ENDIAN);
    private final Ppc64leArchitecture architecture = new Ppc64leArchitecture();

    private static String info(int pageSize, String more) {
        return INFO.replace("PAGE\n", pageSize + "\n") + more;
    }

    private ArchSession attach() throws OpenException {
        return architecture.attach(image.context());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void radixIsWhatMapsItsOwnTable(int index) throws OpenException {
        TableFormat format = TableFormat.ALL.get(index);
        image.info(info(1 << format.pageShift(), ""));
        TestTables tables = new TestTables(memory, format, ROOT, 0x20_0000);
        tables.map(LINEAR, 0, 2);
        tables.map(VMALLOC, 0x77_0000, 3);
        ArchSession session = attach();
        assertEquals(0x77_0008, session.kernel().physical(VMALLOC + 8));
        assertEquals(0x1234_5678, session.kernel().physical(LINEAR + 0x1234_5678));
        assertEquals(1 << format.pageShift(), session.kernel().pageSize());
        assertEquals(4, session.kernel().walk(VMALLOC).size());
        assertEquals(3, session.kernel().walk(LINEAR + 0x1234).size());
        assertEquals(List.of(), image.remarks());
    }

    /** No table maps the linear map, and the listed vmalloc areas tell the format. */
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void hashFormatsByVmallocAreas(int index) throws OpenException {
        TableFormat format = TableFormat.ALL.get(index);
        long area = format.addressBits() >= 52
                ? VMALLOC
                : 0xd000_0000_0029_0000L + (3L << format.levels().get(1).shift());
        image.info(info(1 << format.pageShift(), """
                SYMBOL(vmap_area_list)=c000000000500000
                OFFSET(vmap_area.va_start)=0
                OFFSET(vmap_area.list)=40
                """));
        memory.put(0x50_0000, LINEAR + 0x50_1000 + 40);
        memory.put(0x50_1000, area);
        memory.put(0x50_1000 + 40, LINEAR + 0x50_0000);
        new TestTables(memory, format, ROOT, 0x20_0000).map(area, 0x77_0000, format.depth() - 1);
        ArchSession session = attach();
        assertEquals(0x77_0008, session.kernel().physical(area + 8));
        assertEquals(List.of(), session.kernel().walk(LINEAR + 0x1234), "no table has the linear map");
    }

    @Test
    void hashFormatByTheKernelsVariables() throws OpenException {
        TableFormat format = TableFormat.of("odd", false, 16, 8, 0, 10, 8);
        image.info(info(65536, ""));
        long at = 0x60_0000;
        for (int bits : new int[] {8, 10, 0, 8}) {
            String name = List.of("pte", "pmd", "pud", "pgd").get((int) (at - 0x60_0000) / 8);
            image.link("__" + name + "_index_size", LINEAR + at);
            memory.put(at, bits);
            at += 8;
        }
        new TestTables(memory, format, ROOT, 0x20_0000).map(0xd000_0000_0123_0000L, 0x77_0000, 2);
        assertEquals(0x77_0000, attach().kernel().physical(0xd000_0000_0123_0000L));
    }

    /** In hash mode only the kernel's list tells where page structures are. */
    @Test
    void vmemmapInHashMode() throws OpenException {
        image.info(info(65536, """
                SYMBOL(vmemmap_list)=c000000000500000
                SYMBOL(mmu_vmemmap_psize)=c000000000500010
                SYMBOL(mmu_psize_defs)=c000000000500100
                SIZE(vmemmap_backing)=24
                OFFSET(vmemmap_backing.list)=0
                OFFSET(vmemmap_backing.phys)=8
                OFFSET(vmemmap_backing.virt_addr)=16
                SIZE(mmu_psize_def)=96
                OFFSET(mmu_psize_def.shift)=0
                """));
        new TestTables(memory, TableFormat.ALL.get(2), ROOT, 0x20_0000);
        memory.put(0x50_0000, LINEAR + 0x50_1000);
        memory.put(0x50_0010, 2);
        memory.put(0x50_0100 + 2 * 96, 16);
        memory.put(0x50_1000, LINEAR + 0x50_2000);
        memory.put(0x50_1008, 0x88_0000);
        memory.put(0x50_1010, 0xc00c_0000_0001_0000L);
        // The last block's link leads back: the list still ends.
        memory.put(0x50_2000, LINEAR + 0x50_1000);
        memory.put(0x50_2008, 0x99_0000);
        memory.put(0x50_2010, 0xc00c_0000_0000_0000L);
        ArchSession session = attach();
        assertEquals(0x99_0040, session.kernel().physical(0xc00c_0000_0000_0040L));
        assertEquals(0x88_0040, session.kernel().physical(0xc00c_0000_0001_0040L));
        assertThrows(FaultException.class, () -> session.kernel().physical(0xc00c_0000_0002_0000L));
        assertTrue(session.regions()
                .contains(new ArchSession.Region("vmemmap", 0xc00c_0000_0000_0000L, 0xc00c_0000_0002_0000L)));
    }

    @Test
    void vmcoreInfoInMemory() throws OpenException {
        memory.put(UTS + 130, "6.1.0-test\0");
        memory.put(0x70_0000, info(65536, "").replace("6.1.0-test", "5.0.0-other") + "\0");
        memory.put(0x71_0000, info(65536, "") + "\0");
        new TestTables(memory, TableFormat.ALL.getFirst(), ROOT, 0x20_0000).map(LINEAR, 0, 2);
        VmcoreInfo found = Objects.requireNonNull(attach().vmcoreInfo());
        assertEquals("6.1.0-test", found.get("OSRELEASE").orElseThrow());
        assertEquals(List.of("The dump's headers have no VMCOREINFO; it was found in memory."), image.remarks());
    }

    @Test
    void byAVmlinuxAlone() throws OpenException {
        image.link("swapper_pg_dir", LINEAR + ROOT);
        image.link("__pte_index_size", LINEAR + 0x60_0000);
        memory.put(0x60_0000, 9);
        new TestTables(memory, TableFormat.ALL.get(1), ROOT, 0x20_0000).map(LINEAR, 0, 2);
        assertEquals(4096, attach().kernel().pageSize());
        assertEquals(1, image.remarks().size());
    }

    @Test
    void noWay() {
        OpenException e = assertThrows(OpenException.class, this::attach);
        assertEquals(
                "test.vmcore: no way into the kernel's memory: VMCOREINFO is neither in the dump's headers nor in its memory;"
                        + " give the kernel's vmlinux",
                e.getMessage());
    }

    @Test
    void pageTablesThatAreNotInTheDump() throws OpenException {
        image.info(info(65536, ""));
        ArchSession session = attach();
        assertEquals(0x1000, session.kernel().physical(LINEAR + 0x1000));
        assertThrows(FaultException.class, () -> session.kernel().physical(VMALLOC));
        assertTrue(image.remarks().getFirst().startsWith("The kernel's page tables are not in the dump"));
    }

    @Test
    void aRelocatedKernel() throws OpenException {
        image.info(info(65536, "KERNELOFFSET=2000000\n"));
        assertEquals(0x200_0000, attach().bias());
        image.link("init_uts_ns", LINEAR + UTS - 0x300_0000);
        assertEquals(0x300_0000, attach().bias());
    }

    /** QEMU writes headers and notes big-endian; nop and mfspr at the beginning of memory are little-endian. */
    @Test
    void bigEndianHeadersOfALittleEndianKernel() throws OpenException {
        image = new SparseImage(memory, Machine.EM_PPC64, ByteOrder.BIG_ENDIAN);
        assertTrue(architecture.matches(new Machine(Machine.EM_PPC64, ByteOrder.BIG_ENDIAN)));
        assertEquals(ByteOrder.BIG_ENDIAN, architecture.order(image));
        OpenException e = assertThrows(OpenException.class, this::attach);
        assertEquals("test.vmcore: a big-endian kernel of ppc64; only little-endian ones can be read", e.getMessage());
        memory.code(0x100, 0x60000000, 0x7db243a6, 0x60000000);
        assertEquals(ByteOrder.LITTLE_ENDIAN, architecture.order(image));
        image.info(info(65536, ""));
        ByteBuffer note = ByteBuffer.allocate(504);
        note.putInt(32, 0).putLong(112 + 8, LINEAR + 0x123).putLong(112 + 32 * 8, LINEAR + 0x456);
        image.notes().add(new ElfNote("CORE", ElfNote.NT_PRSTATUS, MemorySegment.ofBuffer(note)));
        CpuRegisters registers = attach().crashRegisters().getFirst();
        assertEquals(LINEAR + 0x123, registers.registers().sp());
        assertEquals(LINEAR + 0x456, registers.registers().pc());
    }

    @Test
    void addressesThatAreNotTheKernels() throws OpenException {
        image.info(info(65536, ""));
        ArchSession session = attach();
        assertEquals(
                "0x10004180: not mapped (not a kernel address)",
                assertThrows(FaultException.class, () -> session.kernel().physical(0x1000_4180L))
                        .getMessage());
        assertEquals(
                "0xc000000000001000: not mapped (not an address of a process)",
                assertThrows(
                                FaultException.class,
                                () -> session.user(LINEAR + ROOT).physical(LINEAR + 0x1000))
                        .getMessage());
    }
}
