package dev.inquest.arch.x8664;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.List;

/**
 * Translates kernel addresses: by page tables, and in the direct map by subtraction. Where the dump lacks a page table, the
 * kernel's image is translated by its linear mapping too.
 */
final class KernelTranslator implements AddressTranslator {
    private final KernelMapping mapping;
    private final PageTables tables;
    private final long directMap;
    private final long directMapSize;

    /**
     * Makes a translation.
     *
     * @param mapping how the kernel is mapped
     * @param directMap where the direct map begins
     * @param directMapSize its size in bytes, 0 when it is not known
     */
    KernelTranslator(KernelMapping mapping, long directMap, long directMapSize) {
        this.mapping = mapping;
        this.tables = mapping.tables();
        this.directMap = directMap;
        this.directMapSize = directMapSize;
    }

    @Override
    public long physical(long virtual) {
        long offset = virtual - directMap;
        if (Long.compareUnsigned(offset, directMapSize) < 0) {
            return offset;
        }
        try {
            return tables.physical(virtual);
        } catch (FaultException e) {
            boolean image = virtual < 0
                    && virtual >= AddressSpace.KERNEL_MAP
                    && virtual < AddressSpace.KERNEL_MAP + imageSize();
            if (image && e.fault().kind() != Fault.Kind.NOT_MAPPED) {
                return KernelMapping.imagePhysical(virtual, mapping.physicalBase());
            }
            throw e;
        }
    }

    @Override
    public List<Step> walk(long virtual) {
        return tables.walk(virtual);
    }

    /** Returns the size of the range for the kernel's image; modules begin behind it. */
    long imageSize() {
        long otherwise = mapping.bias() == 0 ? AddressSpace.IMAGE_SIZE : AddressSpace.IMAGE_SIZE_KASLR;
        return mapping.info() == null
                ? otherwise
                : mapping.info().number("KERNEL_IMAGE_SIZE").orElse(otherwise);
    }
}
