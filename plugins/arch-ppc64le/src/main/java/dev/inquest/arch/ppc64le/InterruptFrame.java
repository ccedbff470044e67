package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.ArchSession.SavedRegisters;
import dev.inquest.api.arch.Registers;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the registers that an interrupt, exception or system call left in its frame (arch/powerpc/include/asm/ptrace.h;
 * arch/powerpc/kernel/exceptions-64s.S and interrupt_64.S).
 *
 * <pre>
 * frame  := back chain:u64 … marker:u64 … pt_regs …
 * marker := 0x7265677368657265 or 0x7265677300000000 or 0x53474552 ("REGS" in memory)
 * until 6.1:  marker at 96, pt_regs at 112
 * since 6.2:  marker at 32, pt_regs at 48  (ELF V2)
 * </pre>
 *
 * <p>The back chain is the interrupted code's stack pointer, which is among the registers, too; a marker that an earlier frame left behind
 * is told by that.
 */
final class InterruptFrame {
    /** {@code STACK_FRAME_REGS_MARKER}: at first a number whose digits spell the word, then one whose bytes in memory do. */
    private static final Set<Long> MARKERS = Set.of(0x7265_6773_6865_7265L, 0x7265_6773_0000_0000L, 0x5347_4552L);

    private static final int[] MARKERS_AT = {96, 32};
    /** From the marker to the registers. */
    private static final int TO_REGISTERS = 16;

    private InterruptFrame() {}

    /** Returns the address of the {@code pt_regs} in the frame at a stack pointer, or 0 when it is no such frame. */
    static long registersAt(Memory memory, long sp) {
        for (int at : MARKERS_AT) {
            Registers found = at(memory, sp, at);
            if (found != null) {
                return sp + at + TO_REGISTERS;
            }
        }
        return 0;
    }

    /** Reads registers at an address. */
    static Registers read(Memory memory, long address) {
        return Ppc64leRegisters.fromPtRegs(Numbers.of(memory.bytes(address, Ppc64leRegisters.COUNT * 8)), 0);
    }

    /** Searches a stack for frames with registers, stale ones too. */
    static List<SavedRegisters> search(Memory memory, long low, long high) {
        memory.bytes(low, (int) (high - low));
        List<SavedRegisters> found = new ArrayList<>();
        long space = MARKERS_AT[0] + TO_REGISTERS + Ppc64leRegisters.COUNT * 8L;
        for (long sp = low + 15 & ~15L; sp + space <= high; sp += 16) {
            long at = registersAt(memory, sp);
            boolean known = !found.isEmpty() && found.getLast().address() == at;
            if (at != 0 && !known) {
                Registers registers = read(memory, at);
                found.add(new SavedRegisters(at, Ppc64leRegisters.userMode(registers), registers));
            }
        }
        return found;
    }

    private static @Nullable Registers at(Memory memory, long sp, int markerAt) {
        try {
            if (!MARKERS.contains(memory.u64(sp + markerAt))) {
                return null;
            }
            Registers registers = read(memory, sp + markerAt + TO_REGISTERS);
            boolean linked = registers.sp() != 0 && memory.u64(sp) == registers.sp();
            return linked || Ppc64leRegisters.userMode(registers) ? registers : null;
        } catch (FaultException e) {
            return null;
        }
    }
}
