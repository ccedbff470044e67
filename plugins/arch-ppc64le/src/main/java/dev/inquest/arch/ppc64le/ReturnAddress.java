package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.arch.Unwinder.Trust;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Finds where the caller of interrupted code is, when the back chain does not tell: a function that was interrupted before it made its
 * frame, after it gave it up, or that makes none, has its return address in the link register, in {@code r0} or already in its caller's frame.
 * The function's own code tells which ({@link FunctionScan}); where it does not, call frame information is asked.
 */
final class ReturnAddress {
    private static final int LINK_SLOT = 16;

    private final Memory memory;
    private final Functions functions;
    private final UnwindSource tables;

    ReturnAddress(Memory memory, Functions functions, UnwindSource tables) {
        this.memory = memory;
        this.functions = functions;
        this.tables = tables;
    }

    /**
     * A caller.
     *
     * @param pc where it goes on
     * @param sp its frame
     * @param trust how it was found
     * @param place where the address was, in words
     */
    record Found(long pc, long sp, Trust trust, String place) {}

    /** Returns the caller of interrupted code; null when its own frame is there, so that the back chain tells, or nothing is known. */
    @Nullable
    Found of(Registers registers) {
        FrameState state = functions.state(registers.pc());
        if (state == null) {
            return byTable(registers);
        }
        long frame = state.framed() ? memory.u64(registers.sp()) : registers.sp();
        if (state.saved()) {
            return state.framed() ? null : found(memory.u64(frame + LINK_SLOT), frame, Trust.CHAIN, "the frame");
        }
        if (state.linkRegister() && registers.knows(Ppc64leRegisters.LINK)) {
            return found(registers.get(Ppc64leRegisters.LINK), frame, Trust.CONTEXT, "the link register");
        }
        if (state.inR0() && registers.knows(0)) {
            return found(registers.get(0), frame, Trust.CONTEXT, "r0");
        }
        return state.framed() ? null : byTable(registers);
    }

    private @Nullable Found byTable(Registers registers) {
        UnwindRow row = tables.row(registers.pc());
        if (row == null
                || !(row.cfa() instanceof UnwindRule.RegisterPlus cfa)
                || cfa.register() != Ppc64leRegisters.R1) {
            return null;
        }
        long frame = registers.sp() + cfa.offset();
        UnwindRule rule = row.registers().get(Ppc64leRegisters.DWARF_LINK);
        if (rule instanceof UnwindRule.AtCfa at) {
            return found(memory.u64(frame + at.offset()), frame, Trust.CFI, "the frame");
        }
        boolean unchanged = rule == null || rule instanceof UnwindRule.SameValue;
        return unchanged && registers.knows(Ppc64leRegisters.LINK)
                ? found(registers.get(Ppc64leRegisters.LINK), frame, Trust.CFI, "the link register")
                : null;
    }

    /** The two lowest bits of a link register are no part of the address. */
    private static Found found(long pc, long sp, Trust trust, String place) {
        return new Found(pc & ~3L, sp, trust, place);
    }
}
