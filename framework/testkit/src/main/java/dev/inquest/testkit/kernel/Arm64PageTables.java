package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Page tables of the granules of 4 and 64 KiB (Arm ARM DDI 0487, D8.3), the former with blocks of 2 MiB where they fit. */
final class Arm64PageTables {
    /** Access flag, not executable by users; no shareability, whose bits LPA2 has for the address. */
    private static final long FLAGS = 1L << 10 | 1L << 54;

    private static final long TABLE_OR_PAGE = 3;
    private static final long BLOCK = 1;

    private final PhysicalImage memory;
    private final int pageShift;
    private final int stride;
    private final int largeShift;
    private final int addressBits;
    private final long root;
    private final Map<Long, Long> tables = new HashMap<>();
    private long next;

    Arm64PageTables(PhysicalImage memory, int page, int addressBits, long root, long pool) {
        this.memory = memory;
        this.pageShift = Integer.numberOfTrailingZeros(page);
        // A table is a page of entries of 8 bytes; an entry above the lowest level may map what a table below it could.
        this.stride = pageShift - 3;
        this.largeShift = pageShift + stride;
        this.addressBits = addressBits;
        this.root = root;
        this.next = pool;
    }

    void map(Machine.Mapping mapping) {
        long large = 1L << largeShift;
        long done = 0;
        while (done < mapping.size()) {
            long virtual = mapping.virtual() + done;
            long physical = mapping.physical() + done;
            boolean fits = ((virtual | physical) & large - 1) == 0 && mapping.size() - done >= large;
            set(virtual, physical | FLAGS | (fits ? BLOCK : TABLE_OR_PAGE), fits ? largeShift : pageShift);
            done += fits ? large : 1L << pageShift;
        }
    }

    private void set(long virtual, long entry, int leaf) {
        int shift = pageShift;
        while (shift + stride < addressBits) {
            shift += stride;
        }
        long table = root;
        int bits = addressBits - shift;
        for (; shift > leaf; shift -= stride) {
            long at = table + (virtual >>> shift & (1L << bits) - 1) * 8;
            Long below = tables.get(at);
            if (below == null) {
                below = next;
                next += 1L << pageShift;
                tables.put(at, below);
                word(at, below | TABLE_OR_PAGE);
            }
            table = below;
            bits = stride;
        }
        word(table + (virtual >>> shift & (1L << bits) - 1) * 8, entry);
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
