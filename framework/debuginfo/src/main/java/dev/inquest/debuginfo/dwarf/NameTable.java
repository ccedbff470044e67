package dev.inquest.debuginfo.dwarf;

/**
 * A map from long keys other than 0 to offsets, open addressing, of which the lowest offset for a key stays. While units are
 * skimmed a key stands for a kind and a string by the string's place, so that no string is read: the linker has merged equal
 * strings, and what remains double is merged by {@link NameIndex}.
 *
 * <pre>
 * key := kind:4 place:4 payload:56
 * </pre>
 */
final class NameTable {
    /** The payload is an offset in {@code .debug_str}. */
    static final int IN_STR = 0;
    /** The payload is an offset in {@code .debug_line_str}. */
    static final int IN_LINE_STR = 1;
    /** The payload is an offset in {@code .debug_info}. */
    static final int IN_INFO = 2;
    /** The payload is the string itself, up to seven bytes, the first one lowest. */
    static final int PACKED = 3;
    /** The payload is an offset in {@code .debug_str} of the supplementary file. */
    static final int IN_SUPPLEMENT = 4;

    private long[] keys = new long[1 << 12];
    private int[] offsets = new int[1 << 12];
    private int size;

    static long key(int kind, int place, long payload) {
        return (long) kind << 60 | (long) place << 56 | payload;
    }

    static int kind(long key) {
        return (int) (key >>> 60);
    }

    static int place(long key) {
        return (int) (key >>> 56) & 0xf;
    }

    static long payload(long key) {
        return key & 0xffffffffffffffL;
    }

    /** Adds a key. */
    void add(long key, int offset) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (keys[slot] != 0) {
            if (keys[slot] == key) {
                if (offset < offsets[slot]) {
                    offsets[slot] = offset;
                }
                return;
            }
            slot = slot + 1 & mask;
        }
        keys[slot] = key;
        offsets[slot] = offset;
        if (++size * 2 > keys.length) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldOffsets = offsets;
        keys = new long[oldKeys.length * 2];
        offsets = new int[oldKeys.length * 2];
        int mask = keys.length - 1;
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int slot = slot(oldKeys[i], mask);
                while (keys[slot] != 0) {
                    slot = slot + 1 & mask;
                }
                keys[slot] = oldKeys[i];
                offsets[slot] = oldOffsets[i];
            }
        }
    }

    private static int slot(long key, int mask) {
        long mixed = key * 0x9e3779b97f4a7c15L;
        return (int) (mixed >>> 32) & mask;
    }

    /** Adds all of another table. */
    void addAll(NameTable other) {
        for (int i = 0; i < other.keys.length; i++) {
            if (other.keys[i] != 0) {
                add(other.keys[i], other.offsets[i]);
            }
        }
    }

    int size() {
        return size;
    }

    /** Returns all keys, in no order. */
    long[] keys() {
        long[] all = new long[size];
        int count = 0;
        for (long key : keys) {
            if (key != 0) {
                all[count++] = key;
            }
        }
        return all;
    }

    /** Returns the offset of a key that is there. */
    int offset(long key) {
        int mask = keys.length - 1;
        int slot = slot(key, mask);
        while (keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return offsets[slot];
    }
}
