package dev.inquest.format.kdump;

import java.util.Arrays;

/**
 * Writes blocks of LZO1X, whose grammar {@link LzoPages} has. Matches are found by a table of the places at which a hash of four bytes was
 * last seen; where nothing matches for long, steps become longer. Of the instructions, those for matches of two or three bytes are not used.
 */
final class LzoCompressor implements Compressor {
    private static final int TABLE_BITS = 13;

    private static final int HASH = 0x9e37_79b1;
    private static final int SHORTEST = 4;
    private static final int FIRST_LITERALS = 238;
    private static final int NEAR = 1 << 11;
    private static final int MIDDLE = 1 << 14;
    private static final int FAR = MIDDLE * 3 - 1;

    /** Places, counted on from page to page, so that it need not be emptied for each; 0 is before all of them. */
    private final int[] table = new int[1 << TABLE_BITS];

    private int base = 1;

    @Override
    public int compress(byte[] page, byte[] out, int at) {
        int size = page.length;
        if (base > Integer.MAX_VALUE - 2 * size) {
            Arrays.fill(table, 0);
            base = 1;
        }
        int[] places = table;
        int zero = base;
        base += size;
        int o = at;
        int literals = 0;
        int i = 0;
        int limit = size - PageBytes.TAIL;
        while (i < limit) {
            // Two places from one read; the second is looked at when steps are short.
            long both = (long) PageBytes.LONG.get(page, i);
            int bytes = (int) both;
            int slot = bytes * HASH >>> Integer.SIZE - TABLE_BITS;
            int match = places[slot] - zero;
            places[slot] = zero + i;
            if (match < 0 || (int) PageBytes.INT.get(page, match) != bytes || i - match > FAR) {
                int step = i - literals >> 5;
                i++;
                if (step > 0) {
                    i += step;
                    continue;
                }
                bytes = (int) (both >>> Byte.SIZE);
                slot = bytes * HASH >>> Integer.SIZE - TABLE_BITS;
                match = places[slot] - zero;
                places[slot] = zero + i;
                if (match < 0 || (int) PageBytes.INT.get(page, match) != bytes || i - match > FAR) {
                    i++;
                    continue;
                }
            }
            int end = PageBytes.extend(page, i + SHORTEST, match + SHORTEST);
            o = literals(page, literals, i - literals, out, o, at);
            o = match(i - match, end - i, out, o);
            i = end;
            literals = end;
        }
        o = literals(page, literals, size - literals, out, o, at);
        out[o] = 0x11;
        out[o + 1] = 0;
        out[o + 2] = 0;
        return o + 3 - at;
    }

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

    private static int match(int distance, int length, byte[] out, int o) {
        if (length <= 8 && distance <= NEAR) {
            int back = distance - 1;
            int code = length <= 4 ? 0x40 | length - 3 << 5 : 0x80 | length - 5 << 5;
            out[o] = (byte) (code | (back & 7) << 2);
            out[o + 1] = (byte) (back >>> 3);
            return o + 2;
        }
        int back;
        if (distance <= MIDDLE) {
            back = distance - 1;
            if (length <= 33) {
                out[o++] = (byte) (0x20 | length - 2);
            } else {
                out[o++] = 0x20;
                o = extension(length - 33, out, o);
            }
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
