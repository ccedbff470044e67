package dev.inquest.core.memory;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import java.nio.ByteOrder;

/**
 * Physical memory over the pages of a dump. Pages that were decompressed are kept, 64 MiB of them at most; pages of the mapped
 * file are kept as what they are, views of it.
 */
public final class PhysicalMemory extends PagedMemory {
    private static final int CACHE_BYTES = 64 << 20;
    private final DumpImage image;
    private final PageCache cache;

    /** Makes the memory of a dump, in the byte order of its machine. */
    public PhysicalMemory(DumpImage image) {
        this(image, image.machine().order());
    }

    /** Makes the memory of a dump with a byte order of its own. */
    public PhysicalMemory(DumpImage image, ByteOrder order) {
        super(order, image.pageSize());
        this.image = image;
        this.cache = new PageCache(CACHE_BYTES / image.pageSize());
    }

    @Override
    CachedPage page(long number) {
        CachedPage known = cache.get(number);
        if (known != null) {
            return known;
        }
        Page read = image.page(number);
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        if (read instanceof Page.Missing missing) {
            return new CachedPage(number, null, new Fault(missing.kind(), number * pageSize(), missing.detail()));
        }
        CachedPage page = CachedPage.of(number, ((Page.Data) read).bytes());
        cache.put(page);
        return page;
    }
}
