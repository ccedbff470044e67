package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Page tables of 512 entries each (Intel SDM volume 3, 4-level and 5-level paging), with pages of 2 MiB where they fit. */
final class X8664PageTables {
    /** Present, writable, accessed, dirty. */
    private static final long FLAGS = 0x63;

    private static final long LARGE = 0x80;
    private static final int LARGE_SHIFT = 21;
    private static final int PAGE_SHIFT = 12;

    private final PhysicalImage memory;
    private final int topShift;
    private final long root;
    private final Map<Long, Long> tables = new HashMap<>();
    private long next;

    X8664PageTables(PhysicalImage memory, int levels, long root, long pool) {
        this.memory = memory;
        this.topShift = PAGE_SHIFT + 9 * (levels - 1);
        this.root = root;
        this.next = pool;
    }

    void map(Machine.Mapping mapping) {
        long large = 1L << LARGE_SHIFT;
        long done = 0;
        while (done < mapping.size()) {
            long virtual = mapping.virtual() + done;
            long physical = mapping.physical() + done;
            boolean fits = ((virtual | physical) & large - 1) == 0 && mapping.size() - done >= large;
            set(virtual, physical | FLAGS | (fits ? LARGE : 0), fits ? LARGE_SHIFT : PAGE_SHIFT);
            done += fits ? large : 1L << PAGE_SHIFT;
        }
    }

    private void set(long virtual, long entry, int shift) {
        long table = root;
        for (int level = topShift; level > shift; level -= 9) {
            long at = table + (virtual >>> level & 511) * 8;
            Long below = tables.get(at);
            if (below == null) {
                below = next;
                next += 1L << PAGE_SHIFT;
                tables.put(at, below);
                word(at, below | FLAGS);
            }
            table = below;
        }
        word(table + (virtual >>> shift & 511) * 8, entry);
    }

    private void word(long physical, long value) {
        memory.write(
                physical,
                ByteBuffer.allocate(8)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(value)
                        .array());
    }
}
