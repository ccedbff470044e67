package dev.inquest.arch.x8664;

import dev.inquest.testkit.SparseMemory;

/** Lays page tables into memory, one new page per table. */
final class TestTables {
    static final long TABLE = 0x67;
    static final long PAGE = 0x63 | 1L << 63;
    static final long LARGE = 0xe3;

    private final SparseMemory memory;
    private final PagingMode mode;
    private final long root;
    private final long mark;
    private long next;

    TestTables(SparseMemory memory, PagingMode mode, long root, long next, long mark) {
        this.memory = memory;
        this.mode = mode;
        this.root = root;
        this.next = next;
        this.mark = mark;
        memory.page(root);
    }

    /** Maps a page whose size is that of a level, 12 for 4 KiB; returns the address of the entry. */
    long map(long virtual, long physical, int shift) {
        long table = root;
        for (int depth = 0; ; depth++) {
            PagingMode.Level level = mode.level(depth);
            long at = table + level.index(virtual) * 8L;
            if (level.shift() == shift) {
                memory.put(at, physical | mark | (shift == 12 ? PAGE : LARGE));
                return at;
            }
            long entry = memory.u64(at);
            if (entry == 0) {
                memory.page(next);
                entry = next | mark | TABLE;
                memory.put(at, entry);
                next += 4096;
            }
            table = entry & ~mark & 0x000f_ffff_ffff_f000L;
        }
    }
}
