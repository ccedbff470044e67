package dev.inquest.core.memory;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A virtual address space over physical memory. Translations are kept with the pages that they lead to, faults too, so that a
 * number in a page that was seen lately costs one look-up.
 */
public final class VirtualMemory extends PagedMemory {
    private static final int CACHE_BYTES = 16 << 20;
    private final PhysicalMemory physical;
    private final AddressTranslator translator;
    private final PageCache cache;

    /** Makes an address space. */
    public VirtualMemory(PhysicalMemory physical, AddressTranslator translator) {
        super(physical.order(), Math.min(physical.pageSize(), translator.pageSize()));
        this.physical = physical;
        this.translator = translator;
        this.cache = new PageCache(CACHE_BYTES / pageSize());
    }

    @Override
    CachedPage page(long number) {
        CachedPage known = cache.get(number);
        if (known != null) {
            return known;
        }
        CachedPage page = translate(number);
        cache.put(page);
        return page;
    }

    /** Returns the page in a page frame of the dump, which may be larger: QEMU writes dumps of arm64 by 64 KiB whatever the kernel's pages. */
    private @Nullable ByteBuffer inFrame(@Nullable ByteBuffer frame, long physicalAddress) {
        int inFrame = (int) physicalAddress & physical.pageSize() - 1 & -pageSize();
        return frame == null || physical.pageSize() == pageSize()
                ? frame
                : frame.slice(inFrame, pageSize()).order(frame.order());
    }

    private CachedPage translate(long number) {
        long virtual = number * pageSize();
        try {
            long at = translator.physical(virtual);
            CachedPage behind = physical.page(Long.divideUnsigned(at, physical.pageSize()));
            Fault fault = behind.fault();
            return new CachedPage(
                    number,
                    inFrame(behind.bytes(), at),
                    fault == null ? null : new Fault(fault.kind(), virtual, fault.detail()));
        } catch (FaultException e) {
            Fault fault = e.fault();
            return new CachedPage(number, null, new Fault(fault.kind(), virtual, fault.detail()));
        }
    }
}
