package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Instruction.Flow;
import dev.inquest.capstone.Detail;
import dev.inquest.capstone.Disassembler;
import dev.inquest.capstone.Instruction;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/** x86 in AT&amp;T's syntax. */
final class AttSpeller implements Speller {
    private static final int LONGEST = 15;

    /** Instructions that Capstone 5 does not know; Intel SDM volume 2, AMD64 manual volume 3. */
    private static final Map<String, String> UNKNOWN = Map.ofEntries(
            Map.entry("660f01cc", "tdcall"),
            Map.entry("660f01cd", "seamret"),
            Map.entry("660f01ce", "seamops"),
            Map.entry("660f01cf", "seamcall"),
            Map.entry("f30f01ff", "psmash"),
            Map.entry("f20f01ff", "pvalidate"),
            Map.entry("f30f01fe", "rmpadjust"),
            Map.entry("f20f01fe", "rmpupdate"),
            Map.entry("0f01e8", "serialize"),
            Map.entry("c4e27849c0", "tilerelease"));

    private final Disassembler capstone;

    AttSpeller(Disassembler capstone) {
        this.capstone = capstone;
    }

    @Override
    public Spelling spell(Instruction instruction, String name, byte[] code, int offset) {
        Detail.X86 detail = (Detail.X86) Objects.requireNonNull(instruction.detail());
        if (detail.opcode() == 0x0fb9 || detail.opcode() == 0x0fff) {
            return undefined(instruction, code, offset);
        }
        OptionalLong target = X86Flow.target(detail);
        OptionalLong data = X86Flow.data(instruction, detail);
        return new Spelling(
                AttMnemonic.of(instruction, detail, name, code, offset),
                AttOperands.of(detail, name, target),
                X86Flow.of(detail, name),
                target,
                data,
                instruction.length());
    }

    /**
     * Spells ud0 and ud1, whose operands Capstone leaves out: they are encoded as those of imul (0f af) are, so that is decoded instead. Intel SDM volume 2,
     * "UD".
     */
    private Spelling undefined(Instruction instruction, byte[] code, int offset) {
        byte[] other = Arrays.copyOfRange(code, offset, Math.min(code.length, offset + LONGEST));
        int opcode = 0;
        while (opcode + 1 < other.length && (other[opcode] != 0x0f || opcode >= instruction.length())) {
            opcode++;
        }
        String mnemonic = other[opcode + 1] == (byte) 0xb9 ? "ud1" : "ud0";
        other[opcode + 1] = (byte) 0xaf;
        capstone.start(other, instruction.address());
        Instruction operands = capstone.next();
        if (operands == null || !(operands.detail() instanceof Detail.X86 detail)) {
            return Spelling.bad("(bad)", "", 1);
        }
        return new Spelling(
                mnemonic,
                AttOperands.of(detail, mnemonic, OptionalLong.empty()),
                Flow.TRAP,
                OptionalLong.empty(),
                X86Flow.data(operands, detail),
                operands.length());
    }

    @Override
    public Spelling bad(byte[] code, int offset, int length) {
        for (Map.Entry<String, String> known : UNKNOWN.entrySet()) {
            int size = known.getKey().length() / 2;
            if (offset + size <= code.length
                    && HexFormat.of().formatHex(code, offset, offset + size).equals(known.getKey())) {
                return new Spelling(known.getValue(), "", Flow.NEXT, OptionalLong.empty(), OptionalLong.empty(), size);
            }
        }
        return Spelling.bad("(bad)", "", length);
    }
}
