package dev.inquest.arch.arm64;

import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.memory.FaultException;
import java.util.ArrayList;
import java.util.List;

/** Looks through whole page tables for the addresses that lead to one physical address. Bounded in the number of tables. */
final class TableWalk {
    private static final int MOST_TABLES = 1 << 16;
    private static final int MOST_FOUND = 8;

    private final PageTables tables;
    private final long wanted;
    private final List<Long> found = new ArrayList<>();
    private int tablesRead;

    private TableWalk(PageTables tables, long wanted) {
        this.tables = tables;
        this.wanted = wanted;
    }

    /** Returns the virtual addresses at which a physical address is mapped, lowest first; 8 at most. */
    static List<Long> addressesOf(PageTables tables, long physical) {
        TableWalk walk = new TableWalk(tables, physical);
        walk.below(0, tables.root(), -1L << tables.format().addressBits());
        return walk.found;
    }

    private void below(int level, long table, long prefix) {
        if (++tablesRead > MOST_TABLES || found.size() >= MOST_FOUND) {
            return;
        }
        TableFormat format = tables.format();
        LittleEndian entries;
        try {
            entries = tables.table(table, level);
        } catch (FaultException e) {
            return;
        }
        int shift = format.shift(level);
        for (int index = 0; index < format.entries(level); index++) {
            long entry = entries.u64(index * 8L);
            long virtual = prefix + ((long) index << shift);
            if (tables.tableAt(level, entry)) {
                below(level + 1, format.address(entry, format.pageShift()), virtual);
            } else if (tables.leafAt(level, entry)) {
                long inside = wanted - format.address(entry, shift);
                if (Long.compareUnsigned(inside, 1L << shift) < 0 && found.size() < MOST_FOUND) {
                    found.add(virtual + inside);
                }
            }
        }
    }
}
