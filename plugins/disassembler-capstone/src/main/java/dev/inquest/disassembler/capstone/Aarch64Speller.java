package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Instruction.Flow;
import dev.inquest.capstone.Instruction;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** AArch64 as binutils writes it. Encodings: Arm Architecture Reference Manual DDI 0487, C4.1. */
final class Aarch64Speller implements Speller {

    @Override
    public Spelling spell(Instruction instruction, String name, byte[] code, int offset) {
        int word = Words.at(code, offset, ByteOrder.LITTLE_ENDIAN);
        OptionalLong target = target(word, instruction.address());
        String[] other = Aarch64Mnemonics.of(word);
        String mnemonic = other != null ? other[0] : mnemonic(instruction.mnemonic());
        String operands =
                other != null ? other[1] : Aarch64Operands.of(mnemonic, instruction.operandText(), word, target);
        Spelling spelling = Spelling.of(instruction, mnemonic, operands, flow(word));
        return target.isPresent() ? spelling.withTarget(target.getAsLong()) : spelling;
    }

    private static String mnemonic(String mnemonic) {
        return switch (mnemonic) {
            case "b.hs" -> "b.cs";
            case "b.lo" -> "b.cc";
            default -> mnemonic;
        };
    }

    @Override
    public Spelling bad(byte[] code, int offset, int length) {
        if (length < 4) {
            return Words.bytes(code, offset, length);
        }
        int word = Words.at(code, offset, ByteOrder.LITTLE_ENDIAN);
        String @Nullable [] other = Aarch64Mnemonics.of(word);
        return other != null
                ? new Spelling(other[0], other[1], flow(word), OptionalLong.empty(), OptionalLong.empty(), 4)
                : Spelling.bad(".inst", "0x" + java.util.HexFormat.of().toHexDigits(word) + " ; undefined", 4);
    }

    /** Returns the address that the instruction forms from its own: of branches, adr, adrp and literal loads. */
    private static OptionalLong target(int word, long address) {
        long distance;
        if ((word & 0x7c000000) == 0x14000000) {
            distance = (long) (word << 6 >> 6) << 2;
        } else if ((word & 0xff000000) == 0x54000000 || (word & 0x7e000000) == 0x34000000) {
            distance = (long) (word << 8 >> 13) << 2;
        } else if ((word & 0x7e000000) == 0x36000000) {
            distance = (long) (word << 13 >> 18) << 2;
        } else if ((word & 0x3b000000) == 0x18000000) {
            distance = (long) (word << 8 >> 13) << 2;
        } else if ((word & 0x1f000000) == 0x10000000) {
            long immediate = (long) (word << 8 >> 13) << 2 | word >>> 29 & 3;
            return OptionalLong.of(word < 0 ? (address & ~0xfffL) + (immediate << 12) : address + immediate);
        } else {
            return OptionalLong.empty();
        }
        return OptionalLong.of(address + distance);
    }

    private static Flow flow(int word) {
        if ((word & 0x7c000000) == 0x14000000) {
            return word < 0 ? Flow.CALL : Flow.JUMP;
        }
        if ((word & 0xff000000) == 0x54000000 || (word & 0x7c000000) == 0x34000000) {
            return Flow.CONDITIONAL_JUMP;
        }
        if ((word & 0xff000000) == 0xd4000000) {
            return Flow.TRAP;
        }
        if ((word & 0xfe000000) == 0xd6000000) {
            // opc: 0 br, 1 blr, 2 ret, 4 eret, 5 drps; 8 and 9 br and blr with pointer authentication
            return switch (word >>> 21 & 15) {
                case 0, 8 -> Flow.JUMP;
                case 1, 9 -> Flow.CALL;
                default -> Flow.RETURN;
            };
        }
        return word >>> 16 == 0 ? Flow.TRAP : Flow.NEXT;
    }
}
