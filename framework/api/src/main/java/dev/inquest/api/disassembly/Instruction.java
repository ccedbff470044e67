package dev.inquest.api.disassembly;

import java.util.OptionalLong;

/**
 * One decoded instruction, spelled as objdump does. A branch target or an address that the instruction forms from the program counter stands at the end of
 * {@link #operands} as {@code 0x…}, so that whoever knows symbols puts them behind it.
 */
public final class Instruction {
    private final long address;
    private final byte[] code;
    private final int offset;
    private final int length;
    private final String mnemonic;
    private final String operands;
    private final Flow flow;
    private final OptionalLong target;
    private final OptionalLong data;

    /** Where the processor goes on behind an instruction. */
    public enum Flow {
        /** With the next one. */
        NEXT("next"),
        /** At the target. */
        JUMP("jump"),
        /** At the target or with the next one. */
        CONDITIONAL_JUMP("conditional jump"),
        /** At the target, to come back. */
        CALL("call"),
        /** Where the caller, or whoever was interrupted, goes on. */
        RETURN("return"),
        /** In a handler of the system's: a system call, breakpoint, undefined instruction. */
        TRAP("trap"),
        /** The bytes are no instruction. */
        BAD("bad");

        private final String word;

        Flow(String word) {
            this.word = word;
        }

        /** Returns the word that results show. */
        public String word() {
            return word;
        }
    }

    /**
     * Makes an instruction.
     *
     * @param address its address
     * @param code has its bytes, and is not changed any more
     * @param offset index of its first byte
     * @param length how many bytes
     * @param mnemonic its mnemonic with prefixes, for instance {@code rep stos}
     * @param operands its operands
     * @param flow where the processor goes on
     * @param target the address that stands at the end of the operands: of a direct branch, or one that is formed from the program counter
     * @param data the address of an operand in memory that is not in the operands' text: relative to the program counter, or made by two instructions
     */
    public Instruction(
            long address,
            byte[] code,
            int offset,
            int length,
            String mnemonic,
            String operands,
            Flow flow,
            OptionalLong target,
            OptionalLong data) {
        this.address = address;
        this.code = code;
        this.offset = offset;
        this.length = length;
        this.mnemonic = mnemonic;
        this.operands = operands;
        this.flow = flow;
        this.target = target;
        this.data = data;
    }

    /** Returns its address. */
    public long address() {
        return address;
    }

    /** Returns its length in bytes. */
    public int length() {
        return length;
    }

    /** Returns its bytes in the order of memory. */
    public byte[] bytes() {
        byte[] bytes = new byte[length];
        System.arraycopy(code, offset, bytes, 0, length);
        return bytes;
    }

    /** Returns its mnemonic with prefixes; {@code (bad)} or {@code .long} and the like for bytes that are none. */
    public String mnemonic() {
        return mnemonic;
    }

    /** Returns its operands; may be empty. */
    public String operands() {
        return operands;
    }

    /** Returns where the processor goes on. */
    public Flow flow() {
        return flow;
    }

    /** Returns whether the bytes are no instruction. */
    public boolean bad() {
        return flow == Flow.BAD;
    }

    /** Returns the address that stands at the end of the operands: of a direct branch, or one that is formed from the program counter. */
    public OptionalLong target() {
        return target;
    }

    /**
     * Returns the address of an operand in memory relative to the program counter, which is not in the operands' text; or the one that two
     * instructions make together ({@code adrp} and {@code add}, {@code addis} and {@code ld}), with the second of them.
     */
    public OptionalLong data() {
        return data;
    }

    @Override
    public String toString() {
        return operands.isEmpty() ? mnemonic : mnemonic + " " + operands;
    }
}
