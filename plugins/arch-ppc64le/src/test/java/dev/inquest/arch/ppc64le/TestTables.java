package dev.inquest.arch.ppc64le;

import dev.inquest.testkit.SparseMemory;

/** Lays page tables into memory, each on a page of its own. */
final class TestTables {
    static final long PRESENT = 1L << 63;
    static final long LEAF = 1L << 62;
    /** Readable, writable, privileged, referenced, changed. */
    static final long FLAGS = 0x18e;

    private static final long TABLE = 65536;

    private final SparseMemory memory;
    private final TableFormat format;
    private final long root;
    private long next;

    TestTables(SparseMemory memory, TableFormat format, long root, long next) {
        this.memory = memory;
        this.format = format;
        this.root = root;
        this.next = next;
        zero(root);
    }

    /** Maps a page with an entry of a level, 0 being the top; returns the address of the entry. */
    long map(long virtual, long physical, int depth) {
        long table = root;
        for (int i = 0; ; i++) {
            TableFormat.Level level = format.levels().get(i);
            long at = table + level.index(virtual) * 8L;
            if (i == depth) {
                memory.put(at, Long.reverseBytes(PRESENT | LEAF | physical | FLAGS));
                return at;
            }
            long entry = Long.reverseBytes(memory.u64(at));
            if (entry == 0) {
                zero(next);
                // Before 4.17 directories of hash tables are plain addresses.
                entry = next
                        | (format.radix() ? PRESENT | format.levels().get(i + 1).bits() : 0);
                memory.put(at, Long.reverseBytes(entry));
                next += TABLE;
            }
            table = entry & 0x0fff_ffff_ffff_ff00L;
        }
    }

    private void zero(long table) {
        for (long at = table; at < table + TABLE; at += 4096) {
            memory.page(at);
        }
    }
}
