package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What the functions of a kernel do to their frames, by instruction; what was found is kept. Safe for use by many threads. */
final class Functions {
    private static final int MOST_KEPT = 1 << 16;

    private final Memory memory;
    private final CodeMap code;
    private final Map<Long, Optional<FrameState>> states = new ConcurrentHashMap<>();

    Functions(Memory memory, CodeMap code) {
        this.memory = memory;
        this.code = code;
    }

    /** Returns the state of the frame before an instruction, or null when the code does not tell. */
    @Nullable
    FrameState state(long pc) {
        Optional<FrameState> known = states.get(pc);
        if (known == null) {
            known = Optional.ofNullable(FunctionScan.at(memory, code.entry(pc), pc));
            if (states.size() < MOST_KEPT) {
                states.put(pc, known);
            }
        }
        return known.orElse(null);
    }

    /**
     * Returns what is known of a caller's registers: those that functions must preserve, from where the called one saved them or as they
     * are. The program counter is not among them.
     *
     * @param registers those of the called function
     * @param sp the caller's stack pointer
     */
    Registers caller(Registers registers, long sp) {
        Registers caller = Registers.none(Ppc64leRegisters.SET).with(Ppc64leRegisters.R1, sp);
        FrameState state = state(registers.pc());
        if (state == null) {
            return caller;
        }
        for (int register = 14; register < 32; register++) {
            Integer place = state.preserved().get(register);
            if (place != null) {
                try {
                    caller = caller.with(register, memory.u64(sp + place));
                } catch (FaultException e) {
                    // The walk goes on without it.
                }
            } else if (registers.knows(register)) {
                caller = caller.with(register, registers.get(register));
            }
        }
        return caller;
    }
}
