package dev.inquest.debuginfo.btf;

/**
 * Finds types by name: a hash table whose buckets are chained through ints, so that names of one hash, however many a damaged or hostile
 * section has, cost their number and not its square. No string is made.
 */
final class BtfNames {
    private final BtfRecords records;
    private final int[] ids;
    private final int[] heads;
    private final int[] next;
    private final int[] hashes;

    BtfNames(BtfRecords records) {
        this.records = records;
        this.ids = records.named();
        int buckets = Math.max(16, Integer.highestOneBit(Math.max(1, ids.length)) * 2);
        this.heads = new int[buckets];
        this.next = new int[ids.length];
        this.hashes = new int[ids.length];
        // Backwards, so that of several types of one name the first is found first.
        for (int i = ids.length - 1; i >= 0; i--) {
            int hash = records.hash(records.nameOffset(ids[i]));
            hashes[i] = hash;
            int bucket = spread(hash) & buckets - 1;
            next[i] = heads[bucket];
            heads[bucket] = i + 1;
        }
    }

    private static int spread(int hash) {
        return hash ^ hash >>> 15;
    }

    /** Returns the number of the first type of a name whose kind is in a set (bit {@code 1 << kind}), or 0. */
    int find(int kinds, byte[] name) {
        int hash = BtfRecords.hash(name);
        for (int i = heads[spread(hash) & heads.length - 1]; i != 0; i = next[i - 1]) {
            if (hashes[i - 1] == hash) {
                int id = ids[i - 1];
                if ((kinds >>> records.kind(id) & 1) != 0 && records.stringIs(records.nameOffset(id), name)) {
                    return id;
                }
            }
        }
        return 0;
    }
}
