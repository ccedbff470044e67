package dev.inquest.format.kdump;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.capture.StoredPages;
import dev.inquest.api.image.Page;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Some neighbouring page frames on their way into a dump: read by one thread, packed by one, written out by one, used again. What the pages
 * become is laid one behind the other.
 */
final class Batch implements AutoCloseable {
    /** Instead of a size: a page of zeros. */
    static final int ZERO = 0;
    /** Instead of a size: the source could not give the page. */
    static final int LOST = -1;

    /** Instead of a size: the page was read, and waits. */
    private static final int READ = -2;
    /** Instead of a size: the source may have the page as it is to be. */
    private static final int STORED = -3;

    /** A page of zeros compresses to less than this part of a page in every way. */
    private static final int SMALL = 16;

    private final DumpContents contents;
    private final int pageSize;
    private final byte[] page;
    private final byte[] zeros;
    /** The pages as they were read, each at its place; empty where pages are taken over. */
    private final byte[] read;

    private final byte[] data;
    private final int[] sizes;
    private final boolean[] packed;
    private final @Nullable Compressor compressor;
    private final @Nullable StoredPages stored;
    private long first;
    private long end;
    private int count;
    private int used;
    private boolean ready;

    /**
     * Makes an empty one.
     *
     * @param contents what is written
     * @param pages how many pages it takes
     * @param zeros a page of zeros, which nobody changes
     */
    Batch(DumpContents contents, int pages, byte[] zeros) {
        this.contents = contents;
        this.pageSize = zeros.length;
        this.page = new byte[pageSize];
        this.zeros = zeros;
        this.data = new byte[pages * pageSize + Compressor.room(pageSize)];
        this.sizes = new int[pages];
        this.packed = new boolean[pages];
        this.compressor = open(contents.compression());
        StoredPages as = contents.source() instanceof StoredPages same ? same : null;
        boolean useful =
                as != null && as.compression() == contents.compression() && as.compression() != PageCompression.NONE;
        this.stored = useful ? as : null;
        this.read = useful ? new byte[0] : new byte[pages * pageSize];
    }

    private static @Nullable Compressor open(PageCompression compression) {
        return switch (compression) {
            case NONE -> null;
            case ZLIB -> new ZlibCompressor();
            case LZO -> new LzoCompressor();
            case SNAPPY -> new SnappyCompressor();
            case ZSTD -> new ZstdCompressor();
        };
    }

    /** Says which page frames it is for; of these, those that are to be kept. */
    void set(long newFirst, long newEnd) {
        first = newFirst;
        end = newEnd;
        ready = false;
    }

    /** Reads the pages; what is packed in the source and may be taken over waits. */
    void read() {
        PageFrames kept = contents.kept();
        count = 0;
        for (long pfn = kept.next(first); pfn < end; pfn = kept.next(pfn + 1)) {
            sizes[count] = stored != null ? STORED : read(pfn, read, count * pageSize) ? READ : LOST;
            if (sizes[count] == READ
                    && Arrays.equals(read, count * pageSize, (count + 1) * pageSize, zeros, 0, pageSize)) {
                sizes[count] = ZERO;
            }
            count++;
        }
        ready = true;
    }

    private boolean read(long pfn, byte[] into, int at) {
        if (contents.source().page(pfn) instanceof Page.Data data) {
            MemorySegment.copy(data.bytes(), ValueLayout.JAVA_BYTE, 0, into, at, pageSize);
            return true;
        }
        return false;
    }

    /** Packs the pages, after reading them if nobody has. */
    void pack() {
        if (!ready) {
            read();
        }
        used = 0;
        long pfn = first - 1;
        for (int i = 0; i < count; i++) {
            packed[i] = false;
            if (sizes[i] == READ) {
                System.arraycopy(read, i * pageSize, page, 0, pageSize);
                sizes[i] = pack(i);
            } else if (sizes[i] == STORED) {
                pfn = contents.kept().next(pfn + 1);
                sizes[i] = takeOver(pfn, i);
            }
            used += Math.max(0, sizes[i]);
        }
    }

    private int takeOver(long pfn, int index) {
        StoredPages.Stored same = stored == null ? null : stored.stored(pfn);
        boolean shrunk = same != null
                && same.compression() == contents.compression()
                && same.bytes().byteSize() < pageSize;
        if (same != null && shrunk && same.bytes().byteSize() > pageSize / SMALL) {
            return copy(same, index);
        }
        if (!read(pfn, page, 0)) {
            return LOST;
        }
        if (Arrays.equals(page, zeros)) {
            return ZERO;
        }
        if (same != null && shrunk) {
            return copy(same, index);
        }
        // What the source could not make smaller, nobody need try again.
        return same == null ? pack(index) : keep();
    }

    private int pack(int index) {
        if (compressor != null) {
            int size = compressor.compress(page, data, used);
            if (size < pageSize) {
                packed[index] = true;
                return size;
            }
        }
        return keep();
    }

    private int keep() {
        System.arraycopy(page, 0, data, used, pageSize);
        return pageSize;
    }

    private int copy(StoredPages.Stored same, int index) {
        int size = (int) same.bytes().byteSize();
        MemorySegment.copy(same.bytes(), ValueLayout.JAVA_BYTE, 0, data, used, size);
        packed[index] = true;
        return size;
    }

    long first() {
        return first;
    }

    /** Returns how many pages were gone over. */
    int count() {
        return count;
    }

    /** Returns how many bytes the page has in {@link #data}, {@link #ZERO} or {@link #LOST}. */
    int size(int index) {
        return sizes[index];
    }

    /** Returns whether the page is compressed. */
    boolean packed(int index) {
        return packed[index];
    }

    byte[] data() {
        return data;
    }

    /** Returns how many bytes of {@link #data} are used. */
    int used() {
        return used;
    }

    @Override
    public void close() {
        if (compressor != null) {
            compressor.close();
        }
    }
}
