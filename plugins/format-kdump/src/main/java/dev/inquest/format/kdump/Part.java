package dev.inquest.format.kdump;

import dev.inquest.api.capture.StoredPages;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.PageStorage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file of a dump: all of it, or a part of a split one. A part has the bitmaps of the whole dump, but descriptors only for
 * the page frames from {@code start_pfn} to before {@code end_pfn}.
 */
final class Part implements AutoCloseable {
    private final ByteSource source;
    private final KdumpHeader header;
    private final Bitmap present;
    private final Bitmap dumped;
    private final PageReader pages;

    private Part(ByteSource source, KdumpHeader header) {
        this.source = source;
        this.header = header;
        long half = header.bitmapBlocks() / 2 * header.blockSize();
        boolean two = half * 8 >= header.maxMapnr();
        this.present = new Bitmap(source, header.bitmapOffset(), header.maxMapnr());
        this.dumped = two ? new Bitmap(source, header.bitmapOffset() + half, header.maxMapnr()) : present;
        this.pages = new PageReader(source, header);
    }

    static Part open(ByteSource source) throws OpenException {
        KdumpHeader header = KdumpHeader.read(source);
        if (header.descriptorOffset() >= source.size()) {
            throw new OpenException(source.name() + ": the dump is cut off before its first page (it has "
                    + source.size() + " bytes, the pages begin at " + header.descriptorOffset()
                    + "); copy it again, no memory in it can be read");
        }
        return new Part(source, header);
    }

    ByteSource source() {
        return source;
    }

    KdumpHeader header() {
        return header;
    }

    /** Which page frames were memory of the machine. */
    Bitmap present() {
        return present;
    }

    /** Which page frames are in the dump, in any of its parts. */
    Bitmap dumped() {
        return dumped;
    }

    boolean covers(long pfn) {
        return pfn >= header.startPfn() && pfn < header.endPfn();
    }

    /** Returns the page of a frame that this part covers and that {@link #dumped} has. */
    Page page(long pfn) {
        return pages.page(index(pfn));
    }

    /** Returns the page of such a frame as it lies in the file, or null when it cannot be had that way. */
    StoredPages.@Nullable Stored stored(long pfn) {
        return pages.stored(index(pfn));
    }

    /** Tells where the page of a frame that this part covers and that {@link #dumped} has lies in the file. */
    Optional<PageStorage> storage(long pfn) {
        return pages.storage(index(pfn));
    }

    /** Returns how many descriptors the part should have. This reads the whole bitmap when nobody did before. */
    long descriptorCount() {
        return index(header.endPfn());
    }

    /**
     * Returns how large the file would have to be to have all pages, going by the last descriptors; pages are written in their
     * order.
     */
    long neededSize() {
        long count = descriptorCount();
        long needed = header.descriptorOffset() + count * PageReader.DESCRIPTOR_SIZE;
        if (needed > source.size()) {
            return needed;
        }
        for (long i = Math.max(0, count - 64); i < count; i++) {
            needed = Math.max(needed, pages.dataEnd(i));
        }
        return needed;
    }

    private long index(long pfn) {
        long before = header.startPfn() == 0 ? 0 : dumped.rank(header.startPfn());
        return dumped.rank(pfn) - before;
    }

    @Override
    public void close() {
        pages.close();
        source.close();
    }
}
