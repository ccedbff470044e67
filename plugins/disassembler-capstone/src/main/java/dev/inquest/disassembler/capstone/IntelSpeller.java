package dev.inquest.disassembler.capstone;

import dev.inquest.capstone.Detail;
import dev.inquest.capstone.Instruction;
import java.util.Objects;
import java.util.OptionalLong;

/** x86 in Intel's syntax, as Capstone spells it. */
final class IntelSpeller implements Speller {

    @Override
    public Spelling spell(Instruction instruction, String name, byte[] code, int offset) {
        Detail detail = Objects.requireNonNull(instruction.detail());
        OptionalLong target = X86Flow.target(detail);
        OptionalLong data = X86Flow.data(instruction, detail);
        String operands = target.isPresent() ? "0x" + Long.toHexString(target.getAsLong()) : instruction.operandText();
        return new Spelling(
                instruction.mnemonic(), operands, X86Flow.of(detail, name), target, data, instruction.length());
    }

    @Override
    public Spelling bad(byte[] code, int offset, int length) {
        return Spelling.bad("(bad)", "", length);
    }
}
