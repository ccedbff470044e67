package dev.inquest.format.kdump;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.StoredPages;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.PageStorage;
import dev.inquest.api.memory.Fault;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of one file by the number of their descriptor.
 *
 * <pre>
 * page-descriptor = offset:u64  size:u32  flags:u32  page_flags:u64
 * </pre>
 *
 * {@code offset} is that of the page's data in the file, {@code size} how many bytes it has there, {@code flags} how it is
 * compressed (see {@link Compression}; none: as it is). Descriptors may share data, as all pages of zeros do. makedumpfile
 * leaves descriptors zero when it runs out of space.
 */
final class PageReader implements AutoCloseable {
    /** Bytes of a descriptor. */
    static final int DESCRIPTOR_SIZE = 24;

    private final ByteSource source;
    private final long descriptors;
    private final int pageSize;
    private final ByteOrder order;
    private final Map<Compression, DecompressorPool> pools = new EnumMap<>(Compression.class);
    /** The page of zeros that was unpacked last; makedumpfile writes one, which all descriptors of such pages share. */
    private volatile Zeros zeros = new Zeros(-1, 0, 0, null);

    /** A page of zeros, and what its descriptors say. */
    private record Zeros(long offset, int size, int flags, Page.@Nullable Data page) {}

    PageReader(ByteSource source, KdumpHeader header) {
        this.source = source;
        this.descriptors = header.descriptorOffset();
        this.pageSize = header.blockSize();
        this.order = header.order();
        for (Compression compression : Compression.values()) {
            pools.put(compression, new DecompressorPool(compression));
        }
    }

    /** Where the data of a page ends in the file, or 0 when its descriptor was not written. */
    long dataEnd(long index) {
        ByteBuffer descriptor = descriptor(descriptors + index * DESCRIPTOR_SIZE);
        return descriptor.getLong(0) + (descriptor.getInt(8) & 0xffff_ffffL);
    }

    /** Tells where a descriptor says that its page lies; nothing when descriptor or data are not in the file. */
    Optional<PageStorage> storage(long index) {
        long at = descriptors + index * DESCRIPTOR_SIZE;
        if (at < 0 || at > source.size() - DESCRIPTOR_SIZE) {
            return Optional.empty();
        }
        ByteBuffer descriptor = descriptor(at);
        long offset = descriptor.getLong(0);
        int flags = descriptor.getInt(12);
        Compression compression = Compression.of(flags);
        String words = compression == null
                ? (flags & Compression.ALL) == 0 ? "none" : "unknown"
                : compression.name().toLowerCase(Locale.ROOT);
        long size = descriptor.getInt(8) & 0xffff_ffffL;
        return offset <= 0 || offset > source.size() - size
                ? Optional.empty()
                : Optional.of(new PageStorage(source.name(), offset, size, words));
    }

    /**
     * Returns the page of a descriptor.
     *
     * @param index the descriptor's number in this file
     */
    Page page(long index) {
        long at = descriptors + index * DESCRIPTOR_SIZE;
        if (at < 0 || at > source.size() - DESCRIPTOR_SIZE) {
            return lost("the file is cut short before the page's descriptor at offset " + at);
        }
        ByteBuffer descriptor;
        try {
            descriptor = descriptor(at);
        } catch (IndexOutOfBoundsException e) {
            return lost("the file has a hole where the page's descriptor should be");
        }
        long offset = descriptor.getLong(0);
        int size = descriptor.getInt(8);
        int flags = descriptor.getInt(12);
        if (offset == 0) {
            return lost("the page was not written before the space for the dump ran out");
        }
        if (size <= 0 || size > 2 * pageSize || offset < 0) {
            return lost("the page's descriptor is damaged: " + Integer.toUnsignedString(size) + " bytes at offset "
                    + Long.toUnsignedString(offset));
        }
        if (offset > source.size() - size) {
            return lost("the file is cut short: the page would end at offset " + (offset + size) + ", the file has "
                    + source.size() + " bytes");
        }
        Zeros known = zeros;
        if (known.page() != null && offset == known.offset() && size == known.size() && flags == known.flags()) {
            return known.page();
        }
        try {
            Page page = data(source.slice(offset, size), flags);
            if (page instanceof Page.Data data && data.transientCopy() && empty(data.bytes())) {
                zeros = new Zeros(offset, size, flags, data);
            }
            return page;
        } catch (IndexOutOfBoundsException e) {
            return lost("the file has a hole where the page's data should be");
        }
    }

    /**
     * Returns the page of a descriptor as it lies in the file; null when it is not there, or the descriptor is damaged.
     *
     * @param index the descriptor's number in this file
     */
    StoredPages.@Nullable Stored stored(long index) {
        long at = descriptors + index * DESCRIPTOR_SIZE;
        if (at < 0 || at > source.size() - DESCRIPTOR_SIZE) {
            return null;
        }
        ByteBuffer descriptor = descriptor(at);
        long offset = descriptor.getLong(0);
        int size = descriptor.getInt(8);
        int flags = descriptor.getInt(12) & Compression.ALL;
        Compression compression = Compression.of(flags);
        boolean known = flags == 0 ? size == pageSize : compression != null && size > 0 && size < pageSize;
        return !known || offset <= 0 || offset > source.size() - size
                ? null
                : new StoredPages.Stored(
                        compression == null ? PageCompression.NONE : compression.name, source.slice(offset, size));
    }

    private ByteBuffer descriptor(long at) {
        return Bytes.view(source.slice(at, DESCRIPTOR_SIZE), order);
    }

    private Page data(MemorySegment bytes, int flags) {
        if ((flags & Compression.ALL) == 0) {
            return bytes.byteSize() == pageSize
                    ? new Page.Data(bytes, false)
                    : lost("the page's descriptor is damaged: " + bytes.byteSize() + " bytes that are not compressed");
        }
        Compression compression = Compression.of(flags);
        DecompressorPool pool = compression == null ? null : pools.get(compression);
        if (pool == null) {
            return lost("the page's descriptor is damaged: flags 0x" + Integer.toHexString(flags));
        }
        byte[] page = new byte[pageSize];
        try {
            Decompressor decompressor = pool.take();
            int size;
            try {
                size = decompressor.decompress(bytes, page);
            } finally {
                pool.giveBack(decompressor);
            }
            if (size != pageSize) {
                return lost("the page's data is damaged: it unpacks to " + size + " bytes");
            }
        } catch (DamagedPageException e) {
            return lost("the page's data is damaged: " + e.getMessage());
        } catch (LinkageError e) {
            return lost("the library for " + compression + " cannot be used here: " + e.getMessage());
        }
        return new Page.Data(MemorySegment.ofArray(page).asReadOnly(), true);
    }

    private static boolean empty(MemorySegment page) {
        ByteBuffer bytes = Bytes.view(page, ByteOrder.LITTLE_ENDIAN);
        for (int at = 0; at < bytes.limit(); at += Long.BYTES) {
            if (bytes.getLong(at) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Page lost(String detail) {
        return new Page.Missing(Fault.Kind.LOST, detail);
    }

    @Override
    public void close() {
        for (DecompressorPool pool : pools.values()) {
            pool.close();
        }
    }
}
