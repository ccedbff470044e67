package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/**
 * Radix page tables (Power ISA 3.0B, book III, section 5.7.10) with pages of 64 KiB, and of 2 MiB where they fit. Entries are
 * big-endian; a directory entry tells the size of the next table.
 */
final class RadixPageTables {
    private static final long VALID = 1L << 63;
    private static final long LEAF = 1L << 62;
    /** Readable, writable, privileged, referenced, changed. */
    private static final long FLAGS = 0x18e;
    /** Levels by the lowest bit of an address that indexes them, top first, and log2 of their entries. */
    private static final int[] SHIFTS = {39, 30, 21, 16};

    private static final int[] BITS = {13, 9, 9, 5};

    private final PhysicalImage memory;
    private final long root;
    private final Map<Long, Long> tables = new HashMap<>();
    private long next;

    RadixPageTables(PhysicalImage memory, long root, long pool) {
        this.memory = memory;
        this.root = root;
        this.next = pool;
    }

    void map(Machine.Mapping mapping) {
        long large = 1L << SHIFTS[2];
        long done = 0;
        while (done < mapping.size()) {
            long virtual = mapping.virtual() + done;
            long physical = mapping.physical() + done;
            boolean fits = ((virtual | physical) & large - 1) == 0 && mapping.size() - done >= large;
            set(virtual, physical | FLAGS, fits ? 2 : 3);
            done += fits ? large : 1L << SHIFTS[3];
        }
    }

    private void set(long virtual, long entry, int leaf) {
        long table = root;
        for (int level = 0; level < leaf; level++) {
            long at = table + index(virtual, level) * 8;
            Long below = tables.get(at);
            if (below == null) {
                below = next;
                next += 4096;
                tables.put(at, below);
                word(at, VALID | below | BITS[level + 1]);
            }
            table = below;
        }
        word(table + index(virtual, leaf) * 8, VALID | LEAF | entry);
    }

    private static long index(long virtual, int level) {
        return virtual >>> SHIFTS[level] & (1L << BITS[level]) - 1;
    }

    private void word(long physical, long value) {
        memory.write(
                physical,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.BIG_ENDIAN)
                        .putLong(value)
                        .array());
    }
}
