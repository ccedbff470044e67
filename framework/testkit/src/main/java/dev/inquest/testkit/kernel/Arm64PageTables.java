package dev.inquest.testkit.kernel;

import dev.inquest.testkit.PhysicalImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;

/** Page tables of the 4K granule (Arm ARM DDI 0487, D8.3), with blocks of 2 MiB where they fit. */
final class Arm64PageTables {
    /** Access flag, not executable by users; no shareability, whose bits LPA2 has for the address. */
    private static final long FLAGS = 1L << 10 | 1L << 54;

    private static final long TABLE_OR_PAGE = 3;
    private static final long BLOCK = 1;
    private static final int STRIDE = 9;
    private static final int PAGE_SHIFT = 12;
    private static final int LARGE_SHIFT = 21;

    private final PhysicalImage memory;
    private final int addressBits;
    private final long root;
    private final Map<Long, Long> tables = new HashMap<>();
    private long next;

    Arm64PageTables(PhysicalImage memory, int addressBits, long root, long pool) {
        this.memory = memory;
        this.addressBits = addressBits;
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
            set(virtual, physical | FLAGS | (fits ? BLOCK : TABLE_OR_PAGE), fits ? LARGE_SHIFT : PAGE_SHIFT);
            done += fits ? large : 1L << PAGE_SHIFT;
        }
    }

    private void set(long virtual, long entry, int leaf) {
        int shift = PAGE_SHIFT;
        while (shift + STRIDE < addressBits) {
            shift += STRIDE;
        }
        long table = root;
        int bits = addressBits - shift;
        for (; shift > leaf; shift -= STRIDE) {
            long at = table + (virtual >>> shift & (1L << bits) - 1) * 8;
            Long below = tables.get(at);
            if (below == null) {
                below = next;
                next += 1L << PAGE_SHIFT;
                tables.put(at, below);
                word(at, below | TABLE_OR_PAGE);
            }
            table = below;
            bits = STRIDE;
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
