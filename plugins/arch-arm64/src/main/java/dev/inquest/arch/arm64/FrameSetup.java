package dev.inquest.arch.arm64;

import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.memory.Memory;

/**
 * Tells whether a function has made its frame record when it is interrupted, by the instructions before that place (Arm ARM DDI 0487, C6.2;
 * AAPCS64, section 6.4.6 "The Frame Pointer").
 *
 * <pre>
 * made    := stp x29, x30, [sp, …] … (mov x29, sp | add x29, sp, #…)
 * undone  := ldp x29, x30, [sp …] up to the ret or b that leaves the function
 * </pre>
 */
enum FrameSetup {
    /** Not made yet, or already undone, or the function makes none: x29 is the caller's, the return address is in x30. */
    NONE,
    /** Made: x29 points at the function's own record. */
    MADE,
    /** An earlier part of the function ends; what follows it may belong to a path with or without a record. */
    EITHER,
    /** The instructions cannot be read, or are too many. */
    UNKNOWN;

    private static final int MOST_BYTES = 1 << 16;
    private static final int PAIR_MASK = 0xffc07fff;
    private static final int STORE_PAIR = 0xa9007bfd;
    private static final int STORE_PAIR_BEFORE = 0xa9807bfd;
    private static final int LOAD_PAIR = 0xa9407bfd;
    private static final int LOAD_PAIR_AFTER = 0xa8c07bfd;

    /**
     * Looks at a function.
     *
     * @param memory the kernel's memory
     * @param entry the function's first instruction; 0 when it is not known
     * @param pc the instruction that was interrupted, not yet executed
     */
    static FrameSetup at(Memory memory, long entry, long pc) {
        long length = pc - entry;
        if (entry == 0 || length < 0 || length > MOST_BYTES || (length & 3) != 0) {
            return UNKNOWN;
        }
        byte[] bytes = new byte[(int) length];
        if (memory.tryRead(entry, bytes, 0, bytes.length) != null) {
            return UNKNOWN;
        }
        LittleEndian code = LittleEndian.of(bytes);
        FrameSetup state = NONE;
        boolean stored = false;
        boolean undone = false;
        for (int at = 0; at < length; at += 4) {
            int instruction = code.i32(at);
            int pair = instruction & PAIR_MASK;
            if (pair == STORE_PAIR || pair == STORE_PAIR_BEFORE) {
                stored = true;
            } else if (stored && pointsAtRecord(instruction)) {
                state = MADE;
            } else if (pair == LOAD_PAIR || pair == LOAD_PAIR_AFTER) {
                state = NONE;
                undone = true;
            } else if (undone && leaves(instruction)) {
                state = EITHER;
                undone = false;
            }
        }
        return state;
    }

    /** {@code add x29, sp, #…}, of which {@code mov x29, sp} is a form. */
    private static boolean pointsAtRecord(int instruction) {
        return (instruction & 0xff8003ff) == 0x910003fd;
    }

    /** {@code ret}, {@code retaa}, {@code retab}, {@code br} or {@code b}. */
    private static boolean leaves(int instruction) {
        return instruction == 0xd65f03c0
                || instruction == 0xd65f0bff
                || instruction == 0xd65f0fff
                || (instruction & 0xfffffc1f) == 0xd61f0000
                || instruction >>> 26 == 5;
    }
}
