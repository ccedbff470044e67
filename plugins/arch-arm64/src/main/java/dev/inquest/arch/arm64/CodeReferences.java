package dev.inquest.arch.arm64;

import dev.inquest.api.image.LittleEndian;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addresses of data that code computes: {@code adrp} gives the page, {@code add}, or the offset of a load or store, the rest (Arm
 * Architecture Reference Manual DDI 0487, C4.1: PC-relative addressing, add with an immediate, loads and stores of a register with an
 * unsigned immediate, of a pair with an offset). GCC lets several variables share one such address (-fsection-anchors), and reaches them by
 * further offsets, so what was added to is still followed.
 *
 * <p>Instructions are taken in the order of their addresses. What another one writes, and what calls do not keep, is no longer known.
 */
final class CodeReferences {
    private static final int ZERO = 31;
    /** x0 to x18, which functions need not keep (Procedure Call Standard for the Arm 64-bit Architecture, 6.1.1). */
    private static final int CLOBBERED = 0x7ffff;

    private final long[] values = new long[32];
    private int known;
    private final Set<Long> found = new LinkedHashSet<>();

    private CodeReferences() {}

    /** Returns what the code that begins at an address refers to, in the order of its instructions. */
    static Set<Long> of(byte[] code, long start) {
        CodeReferences references = new CodeReferences();
        LittleEndian words = LittleEndian.of(code);
        for (int at = 0; at + 4 <= code.length; at += 4) {
            references.step(words.i32(at), start + at);
        }
        return references.found;
    }

    private void step(int word, long address) {
        int rd = word & 31;
        int rn = word >>> 5 & 31;
        boolean base = rn != ZERO && (known >>> rn & 1) != 0;
        if ((word & 0x1f000000) == 0x10000000) {
            long immediate = (long) (word << 8 >> 13) << 2 | word >>> 29 & 3;
            if (word < 0) {
                set(rd, (address & -4096L) + (immediate << 12));
            } else {
                // adr
                found.add(address + immediate);
                set(rd, address + immediate);
            }
        } else if ((word & 0xff800000) == 0x91000000 && base) {
            int immediate = word >>> 10 & 0xfff;
            long value = values[rn] + ((word & 1 << 22) != 0 ? immediate * 4096L : immediate);
            found.add(value);
            set(rd, value);
        } else if ((word & 0x3b000000) == 0x39000000) {
            boolean wide = (word & 1 << 26) != 0 && (word & 1 << 23) != 0;
            if (base) {
                found.add(values[rn] + ((long) (word >>> 10 & 0xfff) << (wide ? 4 : word >>> 30)));
            }
            forgetLoaded(word, rd);
        } else if ((word & 0x3b200000) == 0x38000000) {
            // Unscaled, with the base written back before or behind, or unprivileged.
            long value = values[rn] + (word << 11 >> 23);
            if (base) {
                boolean behind = (word >>> 10 & 3) == 1;
                found.add(behind ? values[rn] : value);
            }
            forgetLoaded(word, rd);
            if ((word >>> 10 & 1) != 0 && base) {
                set(rn, value);
            }
        } else if ((word & 0x3b800000) == 0x29000000) {
            int scale = (word & 1 << 26) != 0 ? 2 + (word >>> 30) : 2 + (word >>> 31);
            if (base) {
                found.add(values[rn] + ((long) (word << 10 >> 25) << scale));
            }
            forgetLoaded(word, rd);
            forgetLoaded(word, word >>> 10 & 31);
        } else if ((word & 0xfc000000) == 0x94000000 || (word & 0xfffffc00) == 0xd63f0000) {
            known &= ~CLOBBERED;
        } else if ((word & 0x1c000000) != 0x14000000) {
            // Neither a branch nor a system instruction: something else writes the register.
            if ((word & 0x0a000000) == 0x08000000) {
                other(word, rd, rn);
            } else {
                known &= ~(1 << rd);
            }
        }
    }

    /** Other loads and stores may also write a second register, a status, and with write-back their base. */
    private void other(int word, int rd, int rn) {
        known &= ~(1 << rd | 1 << rn | 1 << (word >>> 10 & 31) | 1 << (word >>> 16 & 31));
    }

    /** A store leaves the register as it is. */
    private void forgetLoaded(int word, int register) {
        boolean vector = (word & 1 << 26) != 0;
        boolean pair = (word & 0x3b800000) == 0x29000000;
        boolean store = pair ? (word & 1 << 22) == 0 : (word >>> 22 & 3) == 0;
        if (!vector && !store) {
            known &= ~(1 << register);
        }
    }

    private void set(int register, long value) {
        if (register != ZERO) {
            values[register] = value;
            known |= 1 << register;
        }
    }
}
