package dev.inquest.api.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@link PanicText} on the words of real kernels. */
class PanicTextTest {

    private static PanicText read(String... lines) {
        PanicText text = new PanicText();
        for (String line : lines) {
            text.accept(new LogRecord(0, 4, 0, null, line, Map.of()));
        }
        return text;
    }

    @Test
    void oopsThatWentToTheCrashKernel() {
        PanicText text = read(
                "smpboot: CPU: 0 has nothing to do with it, PID: 1",
                "BUG: kernel NULL pointer dereference, address: 0000000000000000",
                "#PF: supervisor write access in kernel mode",
                "PGD 0 ",
                "Oops: 0002 [#1] PREEMPT SMP NOPTI",
                "CPU: 1 PID: 189 Comm: insmod Tainted: G           OE      6.1.0-56-amd64 #1");
        assertEquals("Oops: 0002 [#1] PREEMPT SMP NOPTI", text.message());
        assertEquals(1, text.cpu());
        assertEquals(189, text.pid());
    }

    @Test
    void panicOutranksTheOopsBeforeIt() {
        PanicText text = read(
                "general protection fault, probably for non-canonical address 0xdead4ead00000010: 0000 [#1] PREEMPT SMP NOPTI",
                "CPU: 0 PID: 199 Comm: insmod Tainted: G           OE",
                "Kernel panic - not syncing: Fatal exception");
        assertEquals("Kernel panic - not syncing: Fatal exception", text.message());
        assertEquals(199, text.pid());
    }

    @Test
    void firstLineOfARankCounts() {
        assertEquals(
                "kernel BUG at mm/slub.c:379!",
                read("kernel BUG at mm/slub.c:379!", "Oops: 0000", "kernel BUG at fs/inode.c:1!")
                        .message());
    }

    @Test
    void lesserWordsCountWhenThereIsNothingElse() {
        assertEquals(
                "BUG: soft lockup - CPU#1 stuck for 26s!",
                read("hello", "BUG: soft lockup - CPU#1 stuck for 26s!").message());
    }

    @Test
    void recordsOfSeveralLines() {
        assertEquals(
                "Kernel panic - not syncing: x",
                read("first\nKernel panic - not syncing: x\nlast").message());
    }

    @Test
    void healthyKernel() {
        PanicText text = read(
                "Linux version 6.1",
                "CPU: 0 PID: 1 Comm: swapper",
                "traps: act[70] general protection fault ip:401c83 sp:7fff07d8b7b8 error:0 in act[401000+8d000]");
        assertNull(text.message());
        assertEquals(-1, text.pid());
    }
}
