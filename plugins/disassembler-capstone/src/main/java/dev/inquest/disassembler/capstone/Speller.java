package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Instruction.Flow;
import dev.inquest.capstone.Instruction;
import java.util.OptionalLong;

/** Turns what Capstone decoded into what objdump would print. */
interface Speller {

    /**
     * Spells an instruction.
     *
     * @param instruction the instruction with its detail
     * @param name Capstone's name of its kind
     * @param code has its bytes
     * @param offset index of its first byte
     * @return the spelling, or null when the bytes are no instruction after all
     */
    Spelling spell(Instruction instruction, String name, byte[] code, int offset);

    /** Spells bytes that are no instruction. */
    Spelling bad(byte[] code, int offset, int length);

    /**
     * A spelling.
     *
     * @param mnemonic the mnemonic with prefixes
     * @param operands the operands
     * @param flow where the processor goes on
     * @param target address at the end of the operands
     * @param data address of an operand relative to the program counter
     * @param length how many bytes it stands for
     */
    record Spelling(String mnemonic, String operands, Flow flow, OptionalLong target, OptionalLong data, int length) {

        static Spelling of(Instruction instruction, String mnemonic, String operands, Flow flow) {
            return new Spelling(
                    mnemonic, operands, flow, OptionalLong.empty(), OptionalLong.empty(), instruction.length());
        }

        static Spelling bad(String mnemonic, String operands, int length) {
            return new Spelling(mnemonic, operands, Flow.BAD, OptionalLong.empty(), OptionalLong.empty(), length);
        }

        Spelling withTarget(long address) {
            return new Spelling(mnemonic, operands, flow, OptionalLong.of(address), data, length);
        }

        Spelling withData(long address) {
            return new Spelling(mnemonic, operands, flow, target, OptionalLong.of(address), length);
        }
    }
}
