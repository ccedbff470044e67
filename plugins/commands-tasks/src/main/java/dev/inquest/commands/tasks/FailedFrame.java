package dev.inquest.commands.tasks;

import dev.inquest.api.arch.Unwinder.FrameKind;
import dev.inquest.api.kernel.Frame;
import java.util.Set;

/**
 * Finds the frame that failed. On the stack of a task that panicked the innermost frames are those of what the kernel did about it; the
 * outermost function of these tells how it came there:
 *
 * <ul>
 *   <li>an oops or a watchdog looked at what an exception or interrupt had interrupted, and that is what failed;
 *   <li>anything else called {@code panic} because of what it found itself.
 * </ul>
 */
final class FailedFrame {
    /** Called by what failed (kernel/panic.c, kernel/kexec_core.c; vpanic since 6.14). */
    private static final Set<String> PANIC = Set.of("panic", "vpanic", "crash_kexec", "__crash_kexec", "machine_kexec");

    /**
     * Called for an exception, or from an interrupt (arch/x86/kernel/dumpstack.c and mm/fault.c, arch/arm64/kernel/traps.c and mm/fault.c,
     * arch/powerpc/kernel/traps.c and mm/fault.c, kernel/watchdog.c and watchdog_hld.c, kernel/panic.c).
     */
    private static final Set<String> FOR_AN_EXCEPTION = Set.of(
            "oops_end",
            "die",
            "die_addr",
            "page_fault_oops",
            "no_context",
            "die_kernel_fault",
            "bad_page_fault",
            "__bad_page_fault",
            "nmi_panic",
            "watchdog_timer_fn",
            "watchdog_overflow_callback",
            "watchdog_hardlockup_check");

    private FailedFrame() {}

    /** Returns the index of the frame that failed; of a task that did not, that of what was interrupted, or 0. */
    static int of(FrameList frames) {
        int called = -1;
        boolean exception = false;
        for (int i = 0; i < frames.size(); i++) {
            String function = function(frames.frame(i));
            if (PANIC.contains(function)) {
                called = i;
            } else if (FOR_AN_EXCEPTION.contains(function)) {
                called = i;
                exception = true;
            }
        }
        if (called >= 0 && !exception) {
            return Math.min(called + 1, frames.size() - 1);
        }
        for (int i = called + 1; i < frames.size(); i++) {
            if (frames.frame(i).raw().savedAt() != 0 && frames.frame(i).raw().kind() == FrameKind.INTERRUPTED) {
                return i;
            }
        }
        return Math.clamp(called + 1, 0, frames.size() - 1);
    }

    /** Returns a function without what compilers put behind the name of a part of it: {@code oops_end.cold}. */
    private static String function(Frame frame) {
        String symbol = frame.symbol() == null ? "" : frame.symbol();
        int dot = symbol.indexOf('.');
        return dot < 0 ? symbol : symbol.substring(0, dot);
    }
}
