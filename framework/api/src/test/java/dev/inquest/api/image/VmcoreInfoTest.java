package dev.inquest.api.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class VmcoreInfoTest {
    private static final VmcoreInfo INFO = VmcoreInfo.parse("""
            OSRELEASE=6.1.0-56-amd64
            PAGESIZE=4096
            SYMBOL(init_uts_ns)=ffffffff9461aa40
            OFFSET(list_head.next)=0
            SIZE(list_head)=16
            LENGTH(zone.free_area)=11
            NUMBER(phys_base)=-1048576
            NUMBER(KERNEL_IMAGE_SIZE)=0x40000000
            KERNELOFFSET=11c00000
            no equals sign
            OSRELEASE=second
            """);

    @Test
    void readsEachKindOfLine() {
        assertEquals("6.1.0-56-amd64", INFO.get("OSRELEASE").orElseThrow());
        assertEquals(0xffffffff9461aa40L, INFO.symbol("init_uts_ns").orElseThrow());
        assertEquals(0, INFO.offset("list_head.next").orElseThrow());
        assertEquals(16, INFO.sizeOf("list_head").orElseThrow());
        assertEquals(11, INFO.length("zone.free_area").orElseThrow());
        assertEquals(-1048576, INFO.number("phys_base").orElseThrow());
        assertEquals(0x40000000, INFO.number("KERNEL_IMAGE_SIZE").orElseThrow());
        assertEquals(0x11c00000, INFO.kernelOffset().orElseThrow());
    }

    @Test
    void whatIsMissingOrNoNumberIsEmpty() {
        assertTrue(INFO.symbol("nothing").isEmpty());
        assertTrue(VmcoreInfo.parse("SYMBOL(a)=xyz\nKERNELOFFSET=").symbol("a").isEmpty());
        assertTrue(VmcoreInfo.parse("KERNELOFFSET=").kernelOffset().isEmpty());
        assertEquals(9, INFO.lines().size());
    }
}
