package dev.inquest.arch.x8664;

import dev.inquest.api.image.LittleEndian;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The addresses of data that code may refer to. Instructions are not told apart: whatever could be a distance from the instruction pointer (Intel
 * SDM volume 2, 2.2.1.6: behind a ModR/M byte with mod 0 and r/m 5, before at most four bytes of an immediate operand) or a number
 * of 32 bits that becomes an address of the kernel's image by its sign, or that may be an offset into per-CPU data, counts as one. So what code refers to is among them, and much
 * that it does not.
 */
final class CodeReferences {
    private static final int[] IMMEDIATE_BYTES = {0, 1, 2, 4};

    private static final int LARGEST_PER_CPU = 1 << 24;

    private CodeReferences() {}

    /** Returns what the code that begins at an address may refer to. */
    static Set<Long> of(byte[] code, long start) {
        Set<Long> found = new LinkedHashSet<>();
        LittleEndian words = LittleEndian.of(code);
        for (int at = 1; at + 4 <= code.length; at++) {
            int number = words.i32(at);
            if ((code[at - 1] & 0xc7) == 5) {
                for (int immediate : IMMEDIATE_BYTES) {
                    found.add(start + at + 4 + immediate + number);
                }
            }
            if (number < 0 || number > 0 && number < LARGEST_PER_CPU) {
                found.add((long) number);
            }
        }
        return found;
    }
}
