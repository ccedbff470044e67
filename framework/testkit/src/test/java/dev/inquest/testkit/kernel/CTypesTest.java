package dev.inquest.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CTypesTest {
    @Test
    void membersLieWhereACompilerPutsThem() {
        CTypes types = CTypes.parse("""
                struct inner { char c; u16 half; };   // 4 bytes
                struct outer {
                  char first;
                  struct inner two[2];
                  struct outer *self;
                  u8 low : 5;
                  u8 high : 3;
                  u8 after;
                  char name[3] @ 0x40;
                  u64 last;
                };
                """);
        assertEquals(4, types.sizeOf("inner"));
        assertEquals(2, types.offsetOf("inner", "half"));
        assertEquals(2, types.offsetOf("outer", "two"));
        assertEquals(4, types.offsetOf("outer", "two.half"));
        assertEquals(16, types.offsetOf("outer", "self"));
        assertEquals(24 * 8 + 5, types.place("outer", "high").bitOffset());
        assertEquals(25, types.offsetOf("outer", "after"));
        assertEquals(0x40, types.offsetOf("outer", "name"));
        assertEquals(0x48, types.offsetOf("outer", "last"));
        assertEquals(0x50, types.sizeOf("outer"));
    }

    @Test
    void whatIsNotDeclaredIsAnError() {
        CTypes types = CTypes.parse("struct a { int x; };");
        assertThrows(IllegalArgumentException.class, () -> types.offsetOf("a", "y"));
        assertThrows(IllegalArgumentException.class, () -> types.sizeOf("b"));
        assertThrows(IllegalArgumentException.class, () -> CTypes.parse("struct c { struct d x; };"));
        assertThrows(IllegalArgumentException.class, () -> CTypes.parse("struct c { float, };"));
    }

    /** include/linux/printk_ringbuffer.h and arch/x86/include/asm/orc_types.h fix these. */
    @Test
    void theKernelsTypesHaveTheSizesThatTheKernelReliesOn() {
        CTypes types = CTypes.resource(new X8664Machine(4).types(), "types-6.1.h");
        assertEquals(6, types.sizeOf("orc_entry"));
        assertEquals(88, types.sizeOf("printk_info"));
        assertEquals(24, types.sizeOf("prb_desc"));
        assertEquals(56, types.sizeOf("inactive_task_frame"));
        assertEquals(390, types.sizeOf("new_utsname"));
        assertTrue(types.offsetOf("task_struct", "tasks") < 0x1000);
        assertEquals(0x1018, types.offsetOf("task_struct", "comm"));
    }
}
