package dev.inquest.disassembler.capstone;

import dev.inquest.api.disassembly.Decoder;
import dev.inquest.api.disassembly.Instruction;
import dev.inquest.capstone.Disassembler;
import java.util.function.Predicate;

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
            Instruction instruction = new Instruction(
                    address + offset,
                    code,
                    offset,
                    spelling.length(),
                    spelling.mnemonic(),
                    spelling.operands(),
                    spelling.flow(),
                    spelling.target(),
                    spelling.data());
            if (!action.test(instruction)) {
                return;
            }
            offset += spelling.length();
        }
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
