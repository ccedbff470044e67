package dev.inquest.core.memory;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;

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
        super(physical.order(), physical.pageSize());
        this.physical = physical;
        this.translator = translator;
        this.cache = new PageCache(CACHE_BYTES / physical.pageSize());
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

    private CachedPage translate(long number) {
        long virtual = number * pageSize();
        try {
            CachedPage behind = physical.page(Long.divideUnsigned(translator.physical(virtual), pageSize()));
            Fault fault = behind.fault();
            return new CachedPage(
                    number, behind.bytes(), fault == null ? null : new Fault(fault.kind(), virtual, fault.detail()));
        } catch (FaultException e) {
            Fault fault = e.fault();
            return new CachedPage(number, null, new Fault(fault.kind(), virtual, fault.detail()));
        }
    }
}
