package dev.inquest.api.layout;

import java.lang.foreign.MemorySegment;

/**
 * How one value of the caller's frame is found. Registers are DWARF register numbers of the architecture's psABI; offsets are in
 * bytes. Cf. DWARF 5, section 6.4.1.
 */
public sealed interface UnwindRule {

    /** The value is lost. */
    record Undefined() implements UnwindRule {}

    /** The register was not changed. */
    record SameValue() implements UnwindRule {}

    /** The value is stored at CFA + {@code offset}. */
    record AtCfa(long offset) implements UnwindRule {}

    /** The value is CFA + {@code offset}. */
    record CfaPlus(long offset) implements UnwindRule {}

    /** The value is that of a register plus {@code offset}. */
    record RegisterPlus(int register, long offset) implements UnwindRule {}

    /** The value is {@code *(register + inner) + outer}. */
    record Deref(int register, long inner, long outer) implements UnwindRule {}

    /**
     * A DWARF expression; the CFA is on the stack at its start when used for a register.
     *
     * @param operations the operations' bytes
     * @param value true when the result is the value, false when it is the address of the value
     */
    record Expression(MemorySegment operations, boolean value) implements UnwindRule {}
}
