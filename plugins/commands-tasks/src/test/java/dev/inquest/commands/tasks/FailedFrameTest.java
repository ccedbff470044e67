package dev.inquest.commands.tasks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.api.arch.RegisterSet;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.arch.Unwinder.RawFrame;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.kernel.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stacks as consoles of real crashes print them. A function in square brackets was interrupted. */
class FailedFrameTest {
    private static final Registers NONE = Registers.none(new RegisterSet(List.of("pc", "sp"), Map.of(), 0, 1));

    private static String failed(String... functions) {
        List<Frame> stack = new ArrayList<>();
        for (String function : functions) {
            boolean interrupted = function.startsWith("[");
            String name = interrupted ? function.substring(1, function.length() - 1) : function;
            FrameKind kind = interrupted || stack.isEmpty() ? FrameKind.INTERRUPTED : FrameKind.CALL;
            RawFrame raw = new RawFrame(1, 2, kind, Trust.ORC, NONE, interrupted ? 0x5000 : 0, "task");
            stack.add(new Frame(raw, name, name, 0, null, false, null));
        }
        FrameList frames = new FrameList(stack);
        return String.valueOf(frames.frame(FailedFrame.of(frames)).symbol());
    }

    @Test
    void whoCalledPanic() {
        assertEquals(
                "sysrq_handle_crash", failed("__crash_kexec", "panic", "sysrq_handle_crash", "__handle_sysrq.cold"));
        assertEquals("watchdog", failed("__crash_kexec", "panic", "watchdog", "kthread", "ret_from_fork"));
        assertEquals("mount_root", failed("__crash_kexec", "vpanic", "panic", "mount_root", "ret_from_fork"));
        // Pressed on a serial line: what the interrupt came to is not what failed.
        assertEquals(
                "sysrq_handle_crash",
                failed("__crash_kexec", "panic", "sysrq_handle_crash", "serial8250_interrupt", "[default_idle]"));
    }

    @Test
    void whatAnOopsInterrupted() {
        assertEquals(
                "do_null",
                failed(
                        "machine_kexec",
                        "__crash_kexec",
                        "crash_kexec",
                        "oops_end",
                        "page_fault_oops",
                        "exc_page_fault",
                        "asm_exc_page_fault",
                        "[do_null]",
                        "crasher_init"));
        assertEquals(
                "do_badptr",
                failed("delay_tsc", "panic", "oops_end.cold", "exc_general_protection", "[do_badptr]", "crasher_init"));
        assertEquals(
                "bad_write",
                failed("crash_kexec", "die", "die_kernel_fault", "do_page_fault", "el1h_64_sync", "[bad_write]"));
        assertEquals(
                "spin",
                failed("__crash_kexec", "panic", "watchdog_timer_fn", "asm_sysvec_apic_timer_interrupt", "[spin]"));
    }

    @Test
    void theInnermostOfWhoDidNotFail() {
        assertEquals("__schedule", failed("__schedule", "schedule", "do_wait"));
        assertEquals("default_idle", failed("crash_nmi_callback", "nmi_handle", "[default_idle]", "cpu_startup_entry"));
    }

    @Test
    void theOutermostWhereNothingCalledPanic() {
        assertEquals("panic", failed("__crash_kexec", "panic"));
        assertEquals("oops_end", failed("panic", "oops_end"));
    }
}
