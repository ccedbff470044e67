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
 * Some neighbouring page frames on their way into a dump: filled by one thread, written out by another, used again. What the pages become is
 * laid one behind the other.
 */
final class Batch implements AutoCloseable {
    /** Instead of a size: a page of zeros. */
    static final int ZERO = 0;
    /** Instead of a size: the source could not give the page. */
    static final int LOST = -1;

    /** A page of zeros compresses to less than this part of a page in every way. */
    private static final int SMALL = 16;

    private final DumpContents contents;
    private final int pageSize;
    private final byte[] page;
    private final byte[] zeros;
    private final byte[] data;
    private final int[] sizes;
    private final boolean[] packed;
    private final @Nullable Compressor compressor;
    private final @Nullable StoredPages stored;
    private long first;
    private long end;
    private int count;
    private int used;

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
    }

    /** Reads and packs the pages. */
    void fill() {
        PageFrames kept = contents.kept();
        count = 0;
        used = 0;
        for (long pfn = kept.next(first); pfn < end; pfn = kept.next(pfn + 1)) {
            packed[count] = false;
            sizes[count] = add(pfn);
            used += Math.max(0, sizes[count]);
            count++;
        }
    }

    private int add(long pfn) {
        StoredPages.Stored same = stored == null ? null : stored.stored(pfn);
        boolean shrunk = same != null
                && same.compression() == contents.compression()
                && same.bytes().byteSize() < pageSize;
        if (same != null && shrunk && same.bytes().byteSize() > pageSize / SMALL) {
            return copy(same);
        }
        if (!(contents.source().page(pfn) instanceof Page.Data read)) {
            return LOST;
        }
        MemorySegment.copy(read.bytes(), ValueLayout.JAVA_BYTE, 0, page, 0, pageSize);
        if (Arrays.equals(page, zeros)) {
            return ZERO;
        }
        if (same != null && shrunk) {
            return copy(same);
        }
        if (compressor != null && same == null) {
            int size = compressor.compress(page, data, used);
            if (size < pageSize) {
                packed[count] = true;
                return size;
            }
        }
        System.arraycopy(page, 0, data, used, pageSize);
        return pageSize;
    }

    private int copy(StoredPages.Stored same) {
        int size = (int) same.bytes().byteSize();
        MemorySegment.copy(same.bytes(), ValueLayout.JAVA_BYTE, 0, data, used, size);
        packed[count] = true;
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
