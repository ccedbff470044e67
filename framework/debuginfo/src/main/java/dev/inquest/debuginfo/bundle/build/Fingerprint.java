package dev.inquest.debuginfo.bundle.build;

import org.jspecify.annotations.Nullable;

/**
 * 128 bits that are the same for what is made of the same words in the same order, and differ otherwise: the words go through MurmurHash3's
 * 128-bit form for 64-bit machines (Austin Appleby, public domain), two at a time. Of a million types two collide with a probability of 10^-27.
 */
final class Fingerprint {
    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;

    private long low;
    private long high;
    private long pending;
    private long words;

    /**
     * The result.
     *
     * @param low its lower 64 bits
     * @param high its upper 64 bits
     */
    record Value(long low, long high) {}

    /** Adds a number. */
    Fingerprint add(long word) {
        if ((words++ & 1) == 0) {
            pending = word;
        } else {
            block(pending, word);
        }
        return this;
    }

    private void block(long one, long two) {
        low ^= Long.rotateLeft(one * C1, 31) * C2;
        low = (Long.rotateLeft(low, 27) + high) * 5 + 0x52dce729;
        high ^= Long.rotateLeft(two * C2, 33) * C1;
        high = (Long.rotateLeft(high, 31) + low) * 5 + 0x38495ab5;
    }

    /** Adds a text, its length first; none is another than an empty one. */
    Fingerprint add(@Nullable String text) {
        if (text == null) {
            return add(-1);
        }
        int length = text.length();
        add(length);
        int at = 0;
        for (; at + 4 <= length; at += 4) {
            add(text.charAt(at)
                    | (long) text.charAt(at + 1) << 16
                    | (long) text.charAt(at + 2) << 32
                    | (long) text.charAt(at + 3) << 48);
        }
        long rest = 0;
        for (; at < length; at++) {
            rest = rest << 16 | text.charAt(at);
        }
        return add(rest);
    }

    /** Returns what everything so far amounts to, and begins anew. */
    Value end() {
        long count = words;
        if ((count & 1) != 0) {
            add(0);
        }
        long one = low ^ count;
        long two = high ^ count;
        one += two;
        two += one;
        one = mixed(one);
        two = mixed(two);
        one += two;
        two += one;
        low = 0;
        high = 0;
        words = 0;
        return new Value(one, two);
    }

    private static long mixed(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
