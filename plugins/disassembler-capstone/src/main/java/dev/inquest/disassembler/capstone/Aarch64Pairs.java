package dev.inquest.disassembler.capstone;

import java.util.OptionalLong;

/**
 * {@code adrp} with {@code add}, or with a load or store: the page of an address, and the rest of it (Arm Architecture Reference Manual DDI
 * 0487, C4.1: data processing with an immediate, loads and stores of a register with an unsigned immediate).
 */
final class Aarch64Pairs extends KnownRegisters {
    private static final int ZERO = 31;

    @Override
    OptionalLong step(int word, long address) {
        int rd = word & 31;
        int rn = word >>> 5 & 31;
        if ((word & 0x9f000000) == 0x90000000) {
            long immediate = (long) (word << 8 >> 13) << 2 | word >>> 29 & 3;
            if (rd == ZERO) {
                return OptionalLong.empty();
            }
            set(rd, (address & ~0xfffL) + (immediate << 12));
            return OptionalLong.empty();
        }
        OptionalLong data = OptionalLong.empty();
        if (rn != ZERO && knows(rn)) {
            if ((word & 0xff800000) == 0x91000000) {
                // add xd, xn, #imm{, lsl #12}
                int immediate = word >>> 10 & 0xfff;
                data = OptionalLong.of(get(rn) + ((word & 1 << 22) != 0 ? immediate * 4096L : immediate));
            } else if ((word & 0x3b000000) == 0x39000000) {
                boolean wide = (word & 1 << 26) != 0 && (word & 1 << 23) != 0;
                int scale = wide ? 4 : word >>> 30;
                data = OptionalLong.of(get(rn) + ((long) (word >>> 10 & 0xfff) << scale));
            }
        }
        forget(rd);
        boolean offset = (word & 0x3b000000) == 0x39000000;
        if ((word & 0x0a000000) == 0x08000000 && !offset) {
            // Other loads and stores may also write a second register, a status, and with write-back their base.
            forget(word >>> 10 & 31);
            forget(word >>> 16 & 31);
            forget(rn);
        }
        return data;
    }

    @Override
    int kept() {
        // x19 to x28 (AAPCS64, 6.1.1)
        return 0x1ff80000;
    }

    @Override
    int always() {
        return 0;
    }
}
