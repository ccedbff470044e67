package dev.inquest.capstone;

import org.jspecify.annotations.Nullable;

/** A decoded instruction. */
public final class Instruction {
    private final long address;
    private final int length;
    private final int id;
    private final String mnemonic;
    private final String operandText;
    private final @Nullable Detail detail;

    Instruction(long address, int length, int id, String mnemonic, String operandText, @Nullable Detail detail) {
        this.address = address;
        this.length = length;
        this.id = id;
        this.mnemonic = mnemonic;
        this.operandText = operandText;
        this.detail = detail;
    }

    /** Returns its address. */
    public long address() {
        return address;
    }

    /** Returns its length in bytes. */
    public int length() {
        return length;
    }

    /** Returns Capstone's number of it ({@code x86_insn}, {@code arm64_insn}, {@code ppc_insn}). */
    public int id() {
        return id;
    }

    /** Returns its mnemonic as Capstone spells it, prefixes included. */
    public String mnemonic() {
        return mnemonic;
    }

    /** Returns its operands as Capstone spells them. */
    public String operandText() {
        return operandText;
    }

    /** Returns what it consists of, or null when the disassembler was opened without. */
    public @Nullable Detail detail() {
        return detail;
    }

    @Override
    public String toString() {
        return operandText.isEmpty() ? mnemonic : mnemonic + " " + operandText;
    }
}
