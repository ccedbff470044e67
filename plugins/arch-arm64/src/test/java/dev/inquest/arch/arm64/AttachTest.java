package dev.inquest.arch.arm64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.testkit.SparseImage;
import dev.inquest.testkit.SparseMemory;
import java.nio.ByteOrder;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Finding the kernel, with the numbers of real machines: the kernels' own lines of VMCOREINFO and of their panic messages. */
class AttachTest {
    private static final long TABLE = 3;
    private static final long BLOCK = 0x701;

    private final SparseMemory memory = new SparseMemory();
    private final SparseImage image = new SparseImage(memory, Machine.EM_AARCH64, ByteOrder.LITTLE_ENDIAN);

    /** Maps 2 MiB in tables of 4 KiB pages at four tables behind a root. */
    private void map(long root, int slot, long virtual, long physical) {
        long pud = root + 0x10000 + slot * 0x2000L;
        memory.put(root + (virtual >>> 39 & 511) * 8, pud | TABLE);
        memory.put(pud + (virtual >>> 30 & 511) * 8, pud + 0x1000 | TABLE);
        memory.put(pud + 0x1000 + (virtual >>> 21 & 511) * 8, physical | BLOCK);
    }

    /** A kernel built for 52 bits that runs with 48: PHYS_OFFSET is moved (6.12.107+deb13-arm64). */
    @Test
    void builtFor52Runs48() throws OpenException {
        long root = 0xffff_dc14_12b1_6000L - 0xffff_dc13_d0c0_0000L;
        assertEquals(0x41f1_6000L, root);
        map(root, 0, 0xffff_dc14_12a0_0000L, 0x41e0_0000L);
        map(root, 1, 0xffff_0ebb_81e0_0000L, 0x41e0_0000L);
        image.info("""
                OSRELEASE=6.12.107+deb13-arm64
                PAGESIZE=4096
                SYMBOL(swapper_pg_dir)=ffffdc1412b16000
                SYMBOL(vmemmap)=fffffe3aad000000
                NUMBER(VA_BITS)=52
                NUMBER(MODULES_VADDR)=0xffff800000000000
                NUMBER(MODULES_END)=0xffff800080000000
                NUMBER(VMALLOC_START)=0xffff800080000000
                NUMBER(VMALLOC_END)=0xfffffdffbf800000
                NUMBER(VMEMMAP_START)=0xffffc1ffc0000000
                NUMBER(VMEMMAP_END)=0xffffffffc0000000
                NUMBER(kimage_voffset)=0xffffdc13d0c00000
                NUMBER(PHYS_OFFSET)=0xfff0f144c0000000
                NUMBER(TCR_EL1_T1SZ)=0x10
                KERNELOFFSET=5c1390e00000
                NUMBER(KERNELPACMASK)=0x0
                """);
        ArchSession session = new Arm64Architecture().attach(image.context());
        assertEquals(0x5c13_90e0_0000L, session.bias());
        // The ELF header of the same dump: physical 0x40000000 is at 0xffff0ebb80000000.
        assertEquals(0xffff_0ebb_8000_0000L, session.directMap(0x4000_0000L).getAsLong());
        assertEquals(0x4000_0000L, session.kernel().physical(0xffff_0ebb_8000_0000L));
        assertEquals(root, session.kernel().physical(0xffff_dc14_12b1_6000L));
        assertEquals(0xffff_fe3a_ad00_0000L, session.vmemmap().getAsLong());
        assertEquals(
                "direct map, modules, vmalloc, vmemmap, fixmap",
                String.join(
                        ", ",
                        session.regions().stream().map(ArchSession.Region::name).toList()));
        assertEquals(4, session.kernel().walk(0xffff_dc14_12b1_6000L).size() + 1);
    }

    /** A kernel before 5.4 has the linear map in the upper half, and tells little; here without KASLR. */
    @Test
    void linearMapInTheUpperHalf() throws OpenException {
        long root = 0x4157_5000L;
        map(root, 0, 0xffff_0000_0940_0000L, 0x4140_0000L);
        map(root, 1, 0xffff_8000_0140_0000L, 0x4140_0000L);
        image.info("""
                OSRELEASE=4.19.0
                PAGESIZE=4096
                SYMBOL(swapper_pg_dir)=ffff000009575000
                NUMBER(VA_BITS)=48
                NUMBER(kimage_voffset)=0xfffeffffc8000000
                NUMBER(PHYS_OFFSET)=0x40000000
                KERNELOFFSET=0
                """);
        ArchSession session = new Arm64Architecture().attach(image.context());
        assertEquals(0xffff_8000_0000_0000L, session.directMap(0x4000_0000L).getAsLong());
        assertEquals(0x4000_1000L, session.kernel().physical(0xffff_8000_0000_1000L));
    }

    /** Neither kimage_voffset nor PHYS_OFFSET (before 4.12): the ELF header has the image, the tables have the rest. */
    @Test
    void numbersThatAreNotTold() throws OpenException {
        long root = 0x4157_5000L;
        map(root, 0, 0xffff_0000_0940_0000L, 0x4140_0000L);
        map(root, 1, 0xffff_8000_0140_0000L, 0x4140_0000L);
        image.segments()
                .add(new dev.inquest.api.image.DumpImage.Segment(
                        0x4000_0000L, 0xffff_8000_0000_0000L, 1 << 28, 1 << 28));
        image.segments()
                .add(new dev.inquest.api.image.DumpImage.Segment(
                        0x4008_0000L, 0xffff_0000_0808_0000L, 1 << 24, 1 << 24));
        image.info("""
                OSRELEASE=4.9.0
                PAGESIZE=4096
                SYMBOL(swapper_pg_dir)=ffff000009575000
                """);
        ArchSession session = new Arm64Architecture().attach(image.context());
        assertEquals(0xffff_8000_0000_0000L, session.directMap(0x4000_0000L).getAsLong());
        assertEquals(root, session.kernel().physical(0xffff_0000_0957_5000L));
    }

    @Test
    void vmcoreInfoInMemory() throws OpenException {
        long root = 0x4157_5000L;
        map(root, 0, 0xffff_8000_0940_0000L, 0x4140_0000L);
        map(root, 1, 0xffff_0000_0140_0000L, 0x4140_0000L);
        String info = """
                OSRELEASE=6.1.0-50-arm64
                PAGESIZE=4096
                SYMBOL(init_uts_ns)=ffff800009576000
                SYMBOL(swapper_pg_dir)=ffff800009575000
                NUMBER(VA_BITS)=48
                NUMBER(kimage_voffset)=0xffff7fffc8000000
                NUMBER(PHYS_OFFSET)=0x40000000
                """;
        // An earlier kernel's page, whose init_uts_ns does not name its release.
        memory.put(0x5000_0000L, info.replace("6.1.0-50", "6.1.0-49"));
        memory.put(0x5000_1000L, info);
        memory.put(0x4157_6000L + 130, "6.1.0-50-arm64");
        ArchSession session = new Arm64Architecture().attach(image.context());
        assertEquals(
                "6.1.0-50-arm64",
                Objects.requireNonNull(session.vmcoreInfo()).get("OSRELEASE").orElseThrow());
        assertEquals(
                java.util.List.of("The dump's headers have no VMCOREINFO; it was found in memory."), image.remarks());
    }

    @Test
    void byTheBannerAlone() throws OpenException {
        long root = 0x4157_5000L;
        map(root, 0, 0xffff_d370_f740_0000L, 0x4140_0000L);
        map(root, 1, 0xffff_0eaf_c140_0000L, 0x4140_0000L);
        // Bootloaders keep such words, too.
        memory.put(0x4100_0010L, "Linux version of something else");
        memory.put(0x4150_0010L, "Linux version 6.1.0-50-arm64 (…)");
        image.link("linux_banner", 0xffff_8000_0950_0010L);
        image.link("swapper_pg_dir", 0xffff_8000_0957_5000L);
        ArchSession session = new Arm64Architecture().attach(image.context());
        assertEquals(0x5370_ee00_0000L, session.bias());
        assertEquals(0xffff_0eaf_c000_0000L, session.directMap(0x4000_0000L).getAsLong());
        assertNotNull(session.kernel().walk(0xffff_d370_f757_5000L).getLast());
    }

    /** The tables of the linear map are lost, as in a dump whose file is cut short: the kernel's numbers still tell the place. */
    @Test
    void tablesOfTheLinearMapAreLost() throws OpenException {
        long root = 0x41f6_4000L;
        map(root, 0, 0xffff_dc90_4ee0_0000L, 0x41e0_0000L);
        image.info("""
                OSRELEASE=6.12.117
                PAGESIZE=4096
                SYMBOL(swapper_pg_dir)=ffffdc904ef64000
                NUMBER(VA_BITS)=48
                NUMBER(kimage_voffset)=0xffffdc900d000000
                NUMBER(PHYS_OFFSET)=0x40000000
                """);
        ArchSession session = new Arm64Architecture().attach(image.context());
        assertEquals(0x4000_1000L, session.kernel().physical(0xffff_0000_0000_1000L));
        assertTrue(
                image.remarks().getFirst().contains("PHYS_OFFSET"),
                image.remarks().getFirst());
    }

    @Test
    void saysWhatWouldHelp() {
        OpenException nothing =
                assertThrows(OpenException.class, () -> new Arm64Architecture().attach(image.context()));
        assertTrue(String.valueOf(nothing.getMessage()).contains("give the kernel's vmlinux"), nothing.getMessage());
        image.info("""
                OSRELEASE=6.1
                PAGESIZE=4096
                SYMBOL(swapper_pg_dir)=ffff800009575000
                NUMBER(kimage_voffset)=0xffff7fffc8000000
                """);
        memory.page(0x4157_5000L);
        OpenException wrong = assertThrows(OpenException.class, () -> new Arm64Architecture().attach(image.context()));
        assertTrue(
                String.valueOf(wrong.getMessage()).contains("the page tables that VMCOREINFO names cannot be used"),
                wrong.getMessage());
    }
}
