package dev.inquest.format.kdump;

import java.util.Arrays;

/**
 * Writes blocks of LZO1X, whose grammar {@link LzoPages} has. Matches are found by a table of the places at which a hash of four bytes was
 * last seen; where nothing matches for long, steps become longer. Of the instructions, those for matches of two or three bytes are not used.
 */
final class LzoCompressor implements Compressor {
    private static final int TABLE_BITS = 12;

    private static final int HASH = 0x9e37_79b1;
    private static final int SHORTEST = 4;
    private static final int FIRST_LITERALS = 238;
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
                int bytes = (int) PageBytes.INT.get(page, i);
                int slot = bytes * HASH >>> Integer.SIZE - TABLE_BITS;
                int match = window + places[slot];
                places[slot] = (char) (i - window);
                if ((int) PageBytes.INT.get(page, match) != bytes || i - match > FAR) {
                    i += 1 + (i - literals >> 5);
                    continue;
                }
                int count = i - literals;
                if (count != 0) {
                    if (count <= 16 && o != at) {
                        o = few(page, literals, count, out, o);
                    } else {
                        o = literals(page, literals, count, out, o, at);
                    }
                }
                int end = PageBytes.extend(page, i + SHORTEST, match + SHORTEST);
                int length = end - i;
                int back = i - match - 1;
                if (length <= 8 && back < NEAR) {
                    // Of 3 and 4 bytes 010 and 011 begin, of 5 to 8 100 to 111.
                    out[o] = (byte) (length - 1 << 5 | (back & 7) << 2);
                    out[o + 1] = (byte) (back >>> 3);
                    o += 2;
                } else {
                    o = match(back + 1, length, out, o);
                }
                i = end;
                literals = end;
            }
        }
        if (literals < size) {
            o = literals(page, literals, size - literals, out, o, at);
        }
        out[o] = 0x11;
        out[o + 1] = 0;
        out[o + 2] = 0;
        return o + 3 - at;
    }

    /** Writes 1 to 16 literals behind a match; the page goes on for {@link PageBytes#TAIL} bytes behind the last. */
    private static int few(byte[] page, int from, int count, byte[] out, int o) {
        if (count <= 3) {
            out[o - 2] |= (byte) count;
            PageBytes.INT.set(out, o, (int) PageBytes.INT.get(page, from));
            return o + count;
        }
        out[o] = (byte) (count - 3);
        PageBytes.LONG.set(out, o + 1, (long) PageBytes.LONG.get(page, from));
        PageBytes.LONG.set(out, o + 9, (long) PageBytes.LONG.get(page, from + Long.BYTES));
        return o + 1 + count;
    }

    /** Writes one literal or more. */
    private static int literals(byte[] page, int from, int count, byte[] out, int o, int at) {
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

    /** Writes a match that is too long or too far for two bytes. */
    private static int match(int distance, int length, byte[] out, int o) {
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
