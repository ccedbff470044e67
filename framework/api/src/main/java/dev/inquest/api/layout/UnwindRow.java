package dev.inquest.api.layout;

import java.util.Map;

/**
 * How to get from a frame to its caller, for one range of instructions.
 *
 * @param kind what lies at the CFA
 * @param cfa how the canonical frame address is found; {@link UnwindRule.RegisterPlus}, {@link UnwindRule.Deref} or
 *     {@link UnwindRule.Expression}
 * @param registers rules by DWARF register number; a register without a rule keeps its value if callee-saved
 * @param returnAddressRegister DWARF number of the column that holds the return address
 * @param interrupted whether the frame was interrupted, so that its caller's pc is not a return address
 * @param origin {@code "orc"} or {@code "cfi"}
 */
public record UnwindRow(
        Kind kind,
        UnwindRule cfa,
        Map<Integer, UnwindRule> registers,
        int returnAddressRegister,
        boolean interrupted,
        String origin) {

    /** What lies at the canonical frame address. */
    public enum Kind {
        /** An ordinary call frame. */
        CALL,
        /** A whole {@code struct pt_regs} begins at the CFA. */
        REGISTERS,
        /** Only the hardware's exception frame lies at the CFA (ORC's partial registers). */
        PARTIAL_REGISTERS,
        /** The outermost frame: there is no caller. */
        END,
        /** The source knows that unwinding is not possible here. */
        UNDEFINED
    }
}
