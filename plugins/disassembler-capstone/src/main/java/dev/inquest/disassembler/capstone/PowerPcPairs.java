package dev.inquest.disassembler.capstone;

import java.util.OptionalLong;

/**
 * {@code addis} with {@code addi}, or with a load or store, relative to the table of contents, whose address is in r2: a function that is
 * called from elsewhere makes it from its own address, which is in r12 (64-bit ELF V2 ABI, 2.3.2.1 and 3.6). Encodings: Power ISA 3.1, book
 * I, 1.6.1: D- and DS-form.
 */
final class PowerPcPairs extends KnownRegisters {
    private static final int TOC = 2;
    private static final int ENTRY = 12;
    private static final int ADDI = 14;
    private static final int ADDIS = 15;

    // Where r2 will be when its second half is added.
    private boolean half;

    @Override
    OptionalLong step(int word, long address) {
        int opcode = word >>> 26;
        int rt = word >>> 21 & 31;
        int ra = word >>> 16 & 31;
        long immediate = (short) word;
        if (half && !(opcode == ADDI && rt == TOC && ra == TOC)) {
            forget(TOC);
            half = false;
        }
        if (opcode == ADDIS) {
            addis(rt, ra, immediate << 16, address);
            return OptionalLong.empty();
        }
        if (opcode == ADDI && rt == TOC && ra == TOC) {
            if (half) {
                set(TOC, get(TOC) + immediate);
            }
            half = false;
            return OptionalLong.empty();
        }
        boolean memory = opcode >= 32 && opcode <= 55;
        boolean doubleWord = opcode == 58 || opcode == 62;
        OptionalLong data = OptionalLong.empty();
        if (ra != 0 && knows(ra) && (opcode == ADDI || memory || doubleWord)) {
            data = OptionalLong.of(get(ra) + (doubleWord ? immediate & ~3 : immediate));
        }
        change(rt);
        boolean updates = memory && (opcode & 1) != 0 && opcode < 46 || doubleWord && (word & 3) == 1;
        if (updates || !memory && !doubleWord && opcode != ADDI) {
            // Most instructions of the X-form have their result in this register.
            change(ra);
        }
        return data;
    }

    private void addis(int rt, int ra, long high, long address) {
        if (rt == TOC && (ra == ENTRY || ra == 0)) {
            // From the function's address, or where the linker knew it, as it is.
            set(TOC, ra == 0 ? high : address + high);
            half = true;
        } else if (ra == TOC && knows(TOC) && rt != TOC) {
            set(rt, get(TOC) + high);
        } else {
            change(rt);
        }
    }

    // r2 is saved and restored around calls of other modules, and is never anything else.
    private void change(int register) {
        if (register != TOC) {
            forget(register);
        }
    }

    @Override
    int kept() {
        // r14 to r31, and r2 (2.2.1)
        return 0xffffc000 | always();
    }

    @Override
    int always() {
        return 1 << TOC;
    }
}
