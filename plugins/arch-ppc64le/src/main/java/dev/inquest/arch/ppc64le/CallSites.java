package dev.inquest.arch.ppc64le;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.Set;

/** Tells return addresses from other words. */
final class CallSites {
    /**
     * Code that is returned to without having called: the trampoline that the function graph tracer puts in place of return addresses
     * (arch/powerpc/kernel/trace/ftrace_entry.S), that of return probes, and where new tasks begin.
     */
    private static final Set<String> TRAMPOLINES = Set.of(
            "return_to_handler",
            "arch_rethook_trampoline",
            "__kretprobe_trampoline",
            "kretprobe_trampoline",
            "ftrace_return_to_handler");

    private CallSites() {}

    /** Returns whether an address is behind a call, or is one of the places that are returned to without. */
    static boolean returnAddress(Memory memory, CodeMap code, long pc) {
        try {
            if (new Instruction((int) memory.u32(pc - 4)).call()) {
                return true;
            }
        } catch (FaultException e) {
            // Code that the dump lacks: its symbol must do.
            return code.function(pc) != null;
        }
        String function = code.function(pc);
        if (code.freed(pc)) {
            return function != null;
        }
        return function != null && (TRAMPOLINES.contains(function) || TaskStarts.words(function) != null);
    }
}
