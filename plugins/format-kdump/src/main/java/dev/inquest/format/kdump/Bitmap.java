package dev.inquest.format.kdump;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One of the bitmaps of a dump: bit {@code pfn % 8} of byte {@code pfn / 8} stands for page frame {@code pfn}, on machines of
 * either byte order.
 *
 * <p>The rank of a page frame is the number of bits set before it. A table has the rank of every 4096th frame; it grows from the
 * front, as far as the frames asked for need it, by reading the bitmap once. A terabyte of memory in 4 KiB pages takes a table
 * of half a megabyte.
 */
final class Bitmap {
    private static final int SHIFT = 12;
    private static final int CHUNK = 1 << SHIFT - 3;
    /** How much of the bitmap is taken from the source at once while the table is filled; a multiple of CHUNK. */
    private static final int STRIDE = CHUNK * 128;

    private final ByteSource source;
    private final long offset;
    private final long bits;
    private final Object growing = new Object();
    /** Replaced by a longer one when it grows; no entry ever changes. */
    private volatile long[] ranks = new long[1];

    /**
     * Describes a bitmap without reading it.
     *
     * @param source the file; it is at least as large as the bitmap
     * @param offset where the bitmap begins, in bytes
     * @param bits how many page frames it describes
     */
    Bitmap(ByteSource source, long offset, long bits) {
        this.source = source;
        this.offset = offset;
        this.bits = bits;
    }

    /** Returns whether the bit of a page frame is set; frames outside the bitmap have none. */
    boolean get(long pfn) {
        if (pfn < 0 || pfn >= bits) {
            return false;
        }
        return (bytes(offset + (pfn >>> 3), 1).get(0) >>> (pfn & 7) & 1) != 0;
    }

    /** Returns the first page frame behind {@code pfn} whose bit is another one, or {@code limit} when there is none before it. */
    long runEnd(long pfn, long limit) {
        boolean set = get(pfn);
        long end = Math.min(limit, bits);
        long at = pfn + 1;
        // Bit by bit up to a word, then word by word: of the rest of a word in which the bit changes, the number of
        // equal ones.
        while (at < end && (at & 63) != 0) {
            if (get(at) != set) {
                return at;
            }
            at++;
        }
        while (at + 64 <= end) {
            long word = bytes(offset + (at >>> 3), 8).getLong(0);
            long different = set ? ~word : word;
            if (different != 0) {
                return at + Long.numberOfTrailingZeros(different);
            }
            at += 64;
        }
        while (at < end && get(at) == set) {
            at++;
        }
        return Math.min(at, Math.max(end, pfn + 1));
    }

    /** Returns how many bits are set before that of {@code pfn}, which may be as large as the number of bits. */
    long rank(long pfn) {
        int block = (int) (pfn >>> SHIFT);
        long[] table = ranks;
        if (block >= table.length) {
            table = grow(block);
        }
        long first = (long) block << SHIFT;
        return pfn == first ? table[block] : table[block] + count(first, pfn);
    }

    private long[] grow(int block) {
        synchronized (growing) {
            long[] table = ranks;
            if (block < table.length) {
                return table;
            }
            int filled = table.length;
            int whole = (int) (bits >>> SHIFT) + 1;
            table = Arrays.copyOf(table, Math.max(block + 1, (int) Math.min(whole, 2L * filled)));
            while (filled < table.length) {
                int blocks = Math.min(STRIDE / CHUNK, table.length - filled);
                ByteBuffer bytes = bytes(offset + (filled - 1L) * CHUNK, blocks * CHUNK);
                for (int i = 0; i < blocks; i++, filled++) {
                    table[filled] = table[filled - 1] + popCount(bytes, i * CHUNK, CHUNK);
                }
            }
            ranks = table;
            return table;
        }
    }

    /** Counts bits from {@code first}, a multiple of 64, to {@code end}, fewer than a chunk further. */
    private long count(long first, long end) {
        int bytes = (int) (end - first + 7 >>> 3);
        ByteBuffer buffer = bytes(offset + (first >>> 3), bytes);
        int whole = (int) (end - first >>> 6) << 3;
        long count = popCount(buffer, 0, whole);
        long word = 0;
        for (int i = whole; i < bytes; i++) {
            word |= (buffer.get(i) & 0xffL) << (i - whole << 3);
        }
        return count + Long.bitCount(word & (1L << (end & 63)) - 1);
    }

    private ByteBuffer bytes(long at, int length) {
        return Bytes.view(source.slice(at, length), ByteOrder.LITTLE_ENDIAN);
    }

    private static long popCount(ByteBuffer buffer, int from, int bytes) {
        long count = 0;
        for (int i = 0; i < bytes; i += 8) {
            count += Long.bitCount(buffer.getLong(from + i));
        }
        return count;
    }
}
