package dev.inquest.api.kernel;

import java.util.List;
import java.util.Set;

/** The functions that only a dying processor calls (kernel/panic.c, kernel/kexec_core.c, arch/…/kernel/traps.c, drivers/tty/sysrq.c). */
public final class LastCalls {
    private static final Set<String> FUNCTIONS = Set.of(
            "panic",
            "vpanic",
            "crash_kexec",
            "__crash_kexec",
            "oops_end",
            "die",
            "__die",
            "nmi_panic",
            "sysrq_handle_crash");

    private LastCalls() {}

    /** Returns whether a stack has a frame of one of them. */
    public static boolean among(List<Frame> frames) {
        for (Frame frame : frames) {
            if (frame.symbol() != null && FUNCTIONS.contains(frame.symbol())) {
                return true;
            }
        }
        return false;
    }
}
