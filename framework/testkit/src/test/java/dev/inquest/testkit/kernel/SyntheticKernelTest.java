package dev.inquest.testkit.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticKernelTest {
    private static SyntheticKernel kernel(int levels) {
        String directMap = levels == 4 ? "0xffff888000" : "0xff11000000";
        return SyntheticKernel.of("""
                kernel 6.1.0-test x86_64 kaslr=0x1200000 levels=LEVELS   # a comment
                cpu 0 current=init
                task DIRECT110000 pid=1 comm=init state=R mm=10 rss=2
                log 0.5 6 "with # inside"
                module ext4 0xffffffffc0000000 size=16384 taints=OE
                """.replace("LEVELS", String.valueOf(levels)).replace("DIRECT", directMap));
    }

    private static long word(SyntheticKernel kernel, long physical) {
        byte[] page = kernel.memory().pages().get(physical >>> 12);
        assertNotNull(page, Long.toHexString(physical));
        return ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).getLong((int) (physical & 0xfff));
    }

    /** Walks the tables as the processor does. */
    private static long walk(SyntheticKernel kernel, int levels, long virtual) {
        long table = kernel.physical(kernel.address("init_top_pgt"));
        for (int shift = 12 + 9 * (levels - 1); ; shift -= 9) {
            long entry = word(kernel, table + (virtual >>> shift & 511) * 8);
            assertEquals(1, entry & 1, "not present at shift " + shift);
            long frame = entry & 0x000ffffffffff000L;
            if (shift == 12 || (entry & 0x80) != 0) {
                return frame + (virtual & (1L << shift) - 1);
            }
            table = frame;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void pageTablesLeadWhereThingsAre(int levels) {
        SyntheticKernel kernel = kernel(levels);
        for (long virtual :
                new long[] {kernel.task("init"), kernel.address("init_task"), kernel.address("prb"), 0xffffffffc0001238L
                }) {
            assertEquals(kernel.physical(virtual), walk(kernel, levels, virtual), Long.toHexString(virtual));
        }
        assertTrue(kernel.vmcoreInfo().contains("KERNELOFFSET=1200000\n"));
        assertTrue(kernel.vmcoreInfo().contains("NUMBER(pgtable_l5_enabled)=" + (levels - 4) + "\n"));
    }

    @Test
    void listsGoRoundInBothDirections() {
        SyntheticKernel kernel = kernel(4);
        int tasks = kernel.types().offsetOf("task_struct", "tasks");
        long head = kernel.address("init_task") + tasks;
        long init = kernel.task("init") + tasks;
        assertEquals(init, word(kernel, kernel.physical(head)));
        assertEquals(head, word(kernel, kernel.physical(init)));
        assertEquals(init, word(kernel, kernel.physical(head) + 8));
        assertEquals(head, word(kernel, kernel.physical(init) + 8));
    }

    @Test
    void excludedPagesAreNotInTheDump() {
        SyntheticKernel kernel = kernel(4);
        kernel.exclude(kernel.task("init"), 1);
        assertTrue(kernel.memory().excluded().contains(0x110L));
        assertEquals(null, kernel.memory().pages().get(0x110L));
    }

    @Test
    void mistakesInTheTextNameTheLine() {
        for (String mistake : new String[] {
            "nonsense 1", "task 0xffff888000110000 comm=nobody", "stack init what", "cpu 7", "log x 1 text"
        }) {
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class,
                    () -> SyntheticKernel.of("kernel 6.1 x86_64\ncpu 0\n" + mistake + "\n"));
            assertTrue(String.valueOf(e.getMessage()).startsWith("line 3: "), e.getMessage());
        }
        assertThrows(IllegalArgumentException.class, () -> SyntheticKernel.of("cpu 0\n"));
        assertThrows(IllegalArgumentException.class, () -> SyntheticKernel.of("kernel 6.1 vax\ncpu 0\n"));
        assertThrows(
                IllegalArgumentException.class,
                () -> SyntheticKernel.of("kernel 6.1 x86_64\ncpu 0\nstack nobody f+0x10\n"));
    }
}
