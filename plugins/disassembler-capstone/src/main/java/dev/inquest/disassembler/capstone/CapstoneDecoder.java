package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Instruction;
import dev.inquest.capstone.Architecture;
import dev.inquest.capstone.Disassembler;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decodes with one handle of Capstone's. */
final class CapstoneDecoder implements Decoder {
    private final Disassembler capstone;
    private final Speller speller;

    CapstoneDecoder(Disassembler capstone, Speller speller) {
        this.capstone = capstone;
        this.speller = speller;
    }

    @Override
    public void decode(byte[] code, long address, Predicate<Instruction> action) {
        KnownRegisters registers = registers();
        capstone.start(code, address);
        int offset = 0;
        while (offset < code.length) {
            dev.inquest.capstone.Instruction decoded = capstone.next();
            Speller.Spelling spelling;
            if (decoded == null) {
                int length = Math.min(step() - offset % step(), code.length - offset);
                spelling = speller.bad(code, offset, length);
                capstone.skip(spelling.length());
            } else {
                spelling = speller.spell(decoded, capstone.name(decoded), code, offset);
                if (spelling.length() != decoded.length()) {
                    int next = offset + spelling.length();
                    capstone.start(code, next, code.length - next, address + next);
                }
            }
            OptionalLong data = spelling.data();
            if (registers != null && spelling.length() == 4) {
                int word = Words.at(code, offset, order());
                data = registers.pass(word, address + offset, spelling.flow(), spelling.target());
            }
            Instruction instruction = new Instruction(
                    address + offset,
                    code,
                    offset,
                    spelling.length(),
                    spelling.mnemonic(),
                    spelling.operands(),
                    spelling.flow(),
                    spelling.target(),
                    data);
            if (!action.test(instruction)) {
                return;
            }
            offset += spelling.length();
        }
    }

    private @Nullable KnownRegisters registers() {
        return switch (capstone.architecture()) {
            case AARCH64 -> new Aarch64Pairs();
            case PPC64LE, PPC64 -> new PowerPcPairs();
            default -> null;
        };
    }

    private ByteOrder order() {
        return capstone.architecture() == Architecture.PPC64 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public int step() {
        return capstone.architecture().step();
    }

    @Override
    public int longest() {
        // Intel SDM volume 2, 2.3.11; Power ISA 3.1 has prefixed instructions, which Capstone 5 does not know.
        return capstone.architecture().x86() ? 15 : 4;
    }

    @Override
    public void close() {
        capstone.close();
    }
}
