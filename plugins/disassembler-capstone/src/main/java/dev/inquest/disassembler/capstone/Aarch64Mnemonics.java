package dev.inquest.disassembler.capstone;

import org.jspecify.annotations.Nullable;

/** AArch64 instructions that Capstone 5 does not decode, or names unlike binutils 2.40. */
final class Aarch64Mnemonics {
    /** LDTR and STTR by size and opc (DDI 0487, C4.1, "Load/store register (unprivileged)"). */
    private static final String[] UNPRIVILEGED = {
        "sttrb w", "ldtrb w", "ldtrsb x", "ldtrsb w", "sttrh w", "ldtrh w", "ldtrsh x", "ldtrsh w",
        "sttr w", "ldtr w", "ldtrsw x", "", "sttr x", "ldtr x", "", ""
    };

    private Aarch64Mnemonics() {}

    /** Returns mnemonic and operands, or null where Capstone's will do. */
    static String @Nullable [] of(int word) {
        if ((word & 0x3f200c00) == 0x38000800) {
            return unprivileged(word);
        }
        if (word == 0xd50322df) {
            return new String[] {"clearbhb", ""};
        }
        if (word == 0xd50320df) {
            return new String[] {"hint", "#0x6"};
        }
        if ((word & 0xffffffe0) == 0xd50b7d20) {
            return new String[] {"dc", "cvadp, " + register('x', word & 31)};
        }
        return null;
    }

    private static String @Nullable [] unprivileged(int word) {
        String form = UNPRIVILEGED[word >>> 28 & 12 | word >>> 22 & 3];
        if (form.isEmpty()) {
            return null;
        }
        int distance = word << 11 >> 23;
        int base = word >>> 5 & 31;
        return new String[] {
            form.substring(0, form.length() - 2),
            register(form.charAt(form.length() - 1), word & 31) + ", [" + (base == 31 ? "sp" : "x" + base)
                    + (distance == 0 ? "" : ", #" + distance) + "]"
        };
    }

    private static String register(char kind, int number) {
        return number == 31 ? kind + "zr" : kind + Integer.toString(number);
    }
}
