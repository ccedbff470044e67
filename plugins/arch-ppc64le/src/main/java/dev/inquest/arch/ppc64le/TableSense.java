package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.memory.FaultException;

/** How much sense the kernel's page tables make in a format: whether what they point at is memory, and the pages at their ends are present. */
final class TableSense {
    /** Of tables whose topmost entries make none. */
    static final int NONE = -1;
    /** More than the pages that are looked at. */
    static final int MOST = 64;

    private static final int MOST_TABLES = 16;

    private final Architecture.Context context;
    private final long memoryEnd;
    private int pages;
    private int tables;

    TableSense(Architecture.Context context) {
        this.context = context;
        this.memoryEnd = context.image().endPfn() * context.image().pageSize();
    }

    /**
     * Looks at the first few tables.
     *
     * @param root physical address of the top-level table
     * @return how many of the pages found make sense, at most {@link #MOST} less one; {@link #NONE} when an entry of the top-level table makes none
     */
    int of(TableFormat format, long root) {
        pages = 0;
        tables = 0;
        return table(format, root, 0) ? Math.clamp(pages, 0, MOST - 1) : NONE;
    }

    /** Returns whether all entries of a directory point at tables within memory. The kernel maps no large pages here. */
    private boolean table(TableFormat format, long table, int depth) {
        EntryFormat entries = format.entries();
        boolean last = depth == format.depth() - 1;
        boolean sense = true;
        tables++;
        try {
            for (int i = 0; i < 1 << format.levels().get(depth).bits() && pages < MOST - 1; i++) {
                long entry = entries.entry(context.physical().u64(table + i * 8L));
                if (entry == 0) {
                    continue;
                }
                if (last) {
                    pages += entries.isPresent(entry) && inMemory(entries.frame(entry, format.pageShift())) ? 1 : -1;
                } else if (entries.isLeaf(entry) || !entries.isDirectory(entry) || !inMemory(entries.table(entry))) {
                    sense = false;
                } else if (tables < MOST_TABLES) {
                    boolean below = table(format, entries.table(entry), depth + 1);
                    pages -= below ? 0 : 1;
                }
            }
        } catch (FaultException e) {
            // What is not in the dump tells nothing.
            return sense;
        }
        return sense;
    }

    private boolean inMemory(long physical) {
        return Long.compareUnsigned(physical, memoryEnd) < 0;
    }
}
