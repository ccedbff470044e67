package dev.inquest.format.kdump;

import java.util.Arrays;

/**
 * Writes blocks of LZO1X, whose grammar {@link LzoPages} has. Matches are found by a table of the places at which a hash of four bytes was
 * last seen; where nothing matches for long, steps become longer. Of the instructions, those for matches of two or three bytes are not used.
 */
final class LzoCompressor implements Compressor {
    private static final int TABLE_BITS = 12;

    private static final int HASH = 0x9e37_79b1;
    private static final int FIRST_LITERALS = 238;
    private static final int FEW = 16;
    private static final int MEDIUM = 33;
    private static final int NEAR = 1 << 11;
    private static final int MIDDLE = 1 << 14;
    private static final int FAR = MIDDLE * 3 - 1;

    /** How far 16 bits reach; pages that are larger are gone over in pieces, each with an empty table. */
    private static final int WINDOW = 1 << 16;

    /** Places in the window: 8 KiB, which stay in the processor's nearest cache beside the page. */
    private final char[] table = new char[1 << TABLE_BITS];

    @Override
    public int compress(byte[] page, byte[] out, int at) {
        char[] places = table;
        int size = page.length;
        int limit = size - PageBytes.TAIL;
        int o = at;
        int literals = 0;
        int i = 0;
        for (int window = 0; window < limit; window += WINDOW) {
            // An entry that was never set stands for the window's first byte.
            Arrays.fill(places, '\0');
            i = Math.max(i, window + 1);
            int windowEnd = Math.min(limit, window + WINDOW);
            while (i < windowEnd) {
                long bytes = (long) PageBytes.LONG.get(page, i);
                int slot = (int) bytes * HASH >>> Integer.SIZE - TABLE_BITS;
                int match = window + places[slot];
                places[slot] = (char) (i - window);
                long different = bytes ^ (long) PageBytes.LONG.get(page, match);
                if ((int) different != 0 || i - match > FAR) {
                    i += 1 + (i - literals >> 5);
                    continue;
                }
                int count = i - literals;
                o = count <= FEW && o != at
                        ? few(page, literals, count, out, o)
                        : literals(page, literals, count, out, o, at);
                int end = different != 0
                        ? i + (Long.numberOfTrailingZeros(different) >>> 3)
                        : PageBytes.extend(page, i + Long.BYTES, match + Long.BYTES);
                int length = end - i;
                int back = i - match - 1;
                o = length <= MEDIUM && back < MIDDLE ? near(length, back, out, o) : match(back + 1, length, out, o);
                i = end;
                literals = end;
            }
        }
        o = literals(page, literals, size - literals, out, o, at);
        out[o] = 0x11;
        out[o + 1] = 0;
        out[o + 2] = 0;
        return o + 3 - at;
    }

    /**
     * Writes up to {@link #FEW} literals behind a match; the page goes on for {@link PageBytes#TAIL} bytes behind the last. Up to three are
     * counted in the match. No processor could foresee how many there are: so nothing branches.
     */
    private static int few(byte[] page, int from, int count, byte[] out, int o) {
        int own = 3 - count >>> Integer.SIZE - 1; // 1 when the count has a byte of its own
        out[o - 2] |= (byte) (count & own - 1);
        out[o] = (byte) (count - 3);
        PageBytes.LONG.set(out, o + own, (long) PageBytes.LONG.get(page, from));
        PageBytes.LONG.set(out, o + own + Long.BYTES, (long) PageBytes.LONG.get(page, from + Long.BYTES));
        return o + own + count;
    }

    /**
     * Writes a match of two bytes (of lengths 3 and 4 010 and 011 begin, of 5 to 8 100 to 111) or of three (001); which of them is told by no
     * branch either.
     */
    private static int near(int length, int back, byte[] out, int o) {
        int two = length - 1 << 5 | (back & 7) << 2 | back >>> 3 << 8;
        int three = 0x20 | length - 2 | back << 10;
        int longer = (8 - length | NEAR - 1 - back) >> Integer.SIZE - 1; // -1 when two are too few
        PageBytes.INT.set(out, o, two ^ (two ^ three) & longer);
        return o + 2 - longer;
    }

    /** Writes literals, if there are any. */
    private static int literals(byte[] page, int from, int count, byte[] out, int o, int at) {
        if (count == 0) {
            return o;
        }
        if (o == at && count <= FIRST_LITERALS) {
            out[o++] = (byte) (17 + count);
        } else if (o > at && count <= 3) {
            out[o - 2] |= (byte) count;
        } else if (count <= 18) {
            out[o++] = (byte) (count - 3);
        } else {
            out[o++] = 0;
            o = extension(count - 18, out, o);
        }
        return PageBytes.copy(page, from, count, out, o);
    }

    /** Writes a match that is too long or too far for three bytes. */
    private static int match(int distance, int length, byte[] out, int o) {
        int back;
        if (distance <= MIDDLE) {
            back = distance - 1;
            out[o++] = 0x20;
            o = extension(length - MEDIUM, out, o);
        } else {
            back = distance - MIDDLE;
            int code = 0x10 | back >>> 11 & 8;
            if (length <= 9) {
                out[o++] = (byte) (code | length - 2);
            } else {
                out[o++] = (byte) code;
                o = extension(length - 9, out, o);
            }
        }
        out[o] = (byte) (back << 2);
        out[o + 1] = (byte) (back >>> 6);
        return o + 2;
    }

    private static int extension(int rest, byte[] out, int o) {
        while (rest > 255) {
            out[o++] = 0;
            rest -= 255;
        }
        out[o++] = (byte) rest;
        return o;
    }
}
