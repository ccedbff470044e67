package dev.inquest.arch.arm64;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.List;

/**
 * Translates kernel addresses: in the linear map by subtraction, otherwise by page tables. Where the dump lacks a page table, the
 * kernel's image is translated by its own offset. Tags of KASAN are passed over where the kernel has them, as the hardware does
 * (TCR_EL1.TBI1).
 */
final class KernelTranslator implements AddressTranslator {
    /** How far the image reaches at most from its page tables. */
    private static final long LARGEST_IMAGE = 256L << 20;

    private final KernelMapping mapping;
    private final PageTables tables;
    private final long endOfMemory;
    private final boolean tagged;

    /**
     * Makes a translation.
     *
     * @param mapping how the kernel is mapped
     * @param endOfMemory the first physical address behind all that the dump describes
     * @param tagged whether the kernel has tags in the top byte of its pointers
     */
    KernelTranslator(KernelMapping mapping, long endOfMemory, boolean tagged) {
        this.mapping = mapping;
        this.tables = mapping.tables();
        this.endOfMemory = endOfMemory;
        this.tagged = tagged;
    }

    @Override
    public int pageSize() {
        return tables.pageSize();
    }

    @Override
    public long physical(long tagged) {
        long virtual = untag(tagged);
        LinearMap linear = mapping.linear();
        if (linear != null && linear.holds(virtual, endOfMemory)) {
            return virtual - linear.offset();
        }
        try {
            return tables.physical(virtual);
        } catch (FaultException e) {
            long inImage = virtual - mapping.imageOffset();
            boolean image = Long.compareUnsigned(inImage, endOfMemory) < 0
                    && Math.abs(inImage - tables.root()) < LARGEST_IMAGE
                    && !(linear != null && linear.inRange(virtual));
            if (image && e.fault().kind() != Fault.Kind.NOT_MAPPED) {
                return inImage;
            }
            throw e;
        }
    }

    @Override
    public List<Step> walk(long virtual) {
        return tables.walk(untag(virtual));
    }

    private long untag(long virtual) {
        return tagged && (virtual & 1L << 55) != 0 ? virtual | 0xffL << 56 : virtual;
    }
}
