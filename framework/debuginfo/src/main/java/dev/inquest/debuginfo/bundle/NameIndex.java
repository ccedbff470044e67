package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;

/**
 * Finds the numbers of records by the hash of their name, reading nothing but the few bits that it looks at; the caller compares the names.
 * See the package for its form.
 */
final class NameIndex {
    static final int HEAD = 12;

    private final ByteBuffer data;
    private final int count;
    private final int bucketBits;
    private final int valueBits;
    private final int fingerprintBits;
    private final int startBits;
    private final long entries;

    private NameIndex(Section section) throws MalformedException {
        data = section.data();
        count = data.getInt(0);
        bucketBits = data.get(4) & 0xff;
        valueBits = data.get(5) & 0xff;
        fingerprintBits = data.get(6) & 0xff;
        if (count < 0 || bucketBits > 26 || valueBits > 31 || fingerprintBits > 16) {
            throw section.malformed(0, "an index of " + Integer.toUnsignedString(count) + " names");
        }
        startBits = bits(count);
        entries = HEAD + bytes((1L << bucketBits) + 1, startBits);
        if (entries + bytes(count, valueBits + fingerprintBits) > data.limit()) {
            throw section.malformed(0, "an index is longer than its section");
        }
    }

    static NameIndex open(Section section) throws MalformedException {
        if (section.data().limit() < HEAD) {
            throw section.malformed(0, "an index is too short");
        }
        section.check(section.data().limit());
        return new NameIndex(section);
    }

    /** Returns how many bits hold numbers up to {@code largest}. */
    static int bits(int largest) {
        return 32 - Integer.numberOfLeadingZeros(largest);
    }

    /** Returns the bytes of packed numbers, with room to read eight bytes at any of them. */
    static long bytes(long numbers, int bits) {
        return (numbers * bits + 7) / 8 + 8;
    }

    /** Returns the number of names. */
    int count() {
        return count;
    }

    private long packed(long base, long index, int bits) {
        long bit = index * bits;
        return data.getLong((int) (base + (bit >>> 3))) >>> (bit & 7) & (1L << bits) - 1;
    }

    /** Returns the record of an entry. */
    int value(int entry) {
        return (int) (packed(entries, entry, valueBits + fingerprintBits) >>> fingerprintBits);
    }

    /** Returns the first entry that a hash may stand for. */
    int begin(int hash) {
        return start(bucket(hash));
    }

    /** Returns the entry behind the last that a hash may stand for. */
    int end(int hash) {
        return start(bucket(hash) + 1);
    }

    private int bucket(int hash) {
        return bucketBits == 0 ? 0 : hash >>> 32 - bucketBits;
    }

    private int start(int bucket) {
        return (int) Math.min(count, packed(HEAD, bucket, startBits));
    }

    /** Returns whether the name of an entry may be the one of a hash. */
    boolean fits(int entry, int hash) {
        int mask = (1 << fingerprintBits) - 1;
        return (packed(entries, entry, valueBits + fingerprintBits) & mask) == (hash & mask);
    }
}
