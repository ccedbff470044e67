package dev.inquest.format.kdump;

import java.util.Arrays;

/**
 * Writes raw snappy blocks, whose grammar {@link SnappyPages} has. Matches are found as {@link LzoCompressor} finds them, and
 * only within blocks of as much as a copy's distance can tell.
 */
final class SnappyCompressor implements Compressor {
    private static final int TABLE_BITS = 12;
    private static final int SHORTEST = 4;
    private static final int NEAR = 1 << 11;
    private static final int WINDOW = 1 << 16;
    private static final int LONGEST_COPY = 64;

    private final char[] table = new char[1 << TABLE_BITS];

    @Override
    public int compress(byte[] page, byte[] out, int at) {
        char[] places = table;
        int size = page.length;
        int o = length(size, out, at);
        int literals = 0;
        int i = 0;
        int limit = size - PageBytes.TAIL;
        for (int window = 0; window < limit; window += WINDOW) {
            Arrays.fill(places, '\0');
            i = Math.max(i, window + 1);
            int windowEnd = Math.min(limit, window + WINDOW);
            while (i < windowEnd) {
                int bytes = (int) PageBytes.INT.get(page, i);
                int slot = bytes * 0x9e37_79b1 >>> Integer.SIZE - TABLE_BITS;
                int match = window + places[slot];
                places[slot] = (char) (i - window);
                if ((int) PageBytes.INT.get(page, match) != bytes) {
                    i += 1 + (i - literals >> 5);
                    continue;
                }
                int end = PageBytes.extend(page, i + SHORTEST, match + SHORTEST);
                o = literals(page, literals, i - literals, out, o);
                o = copy(i - match, end - i, out, o);
                i = end;
                literals = end;
            }
        }
        return literals(page, literals, size - literals, out, o) - at;
    }

    private static int length(int size, byte[] out, int o) {
        int rest = size;
        while (rest >= 0x80) {
            out[o++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        out[o++] = (byte) rest;
        return o;
    }

    private static int literals(byte[] page, int from, int count, byte[] out, int o) {
        if (count == 0) {
            return o;
        }
        int less = count - 1;
        if (less < 60) {
            out[o++] = (byte) (less << 2);
        } else {
            int bytes = less < 1 << 8 ? 1 : less < 1 << 16 ? 2 : 3;
            out[o++] = (byte) (59 + bytes << 2);
            for (int i = 0; i < bytes; i++) {
                out[o++] = (byte) (less >>> 8 * i);
            }
        }
        return PageBytes.copy(page, from, count, out, o);
    }

    private static int copy(int distance, int length, byte[] out, int o) {
        int rest = length;
        while (rest >= LONGEST_COPY + SHORTEST) {
            o = farCopy(distance, LONGEST_COPY, out, o);
            rest -= LONGEST_COPY;
        }
        if (rest > LONGEST_COPY) {
            // What is left for the last copy must not be too short for one.
            o = farCopy(distance, LONGEST_COPY - SHORTEST, out, o);
            rest -= LONGEST_COPY - SHORTEST;
        }
        if (rest <= 11 && distance < NEAR) {
            out[o] = (byte) (1 | rest - 4 << 2 | distance >>> 8 << 5);
            out[o + 1] = (byte) distance;
            return o + 2;
        }
        return farCopy(distance, rest, out, o);
    }

    private static int farCopy(int distance, int length, byte[] out, int o) {
        out[o] = (byte) (2 | length - 1 << 2);
        out[o + 1] = (byte) distance;
        out[o + 2] = (byte) (distance >>> 8);
        return o + 3;
    }
}
