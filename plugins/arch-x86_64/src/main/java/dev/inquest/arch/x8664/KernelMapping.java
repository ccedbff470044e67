package dev.inquest.arch.x8664;

import dev.inquest.api.image.VmcoreInfo;
import org.jspecify.annotations.Nullable;

/**
 * How the dumped kernel is mapped.
 *
 * @param tables its page tables
 * @param physicalBase {@code phys_base}: physical address of the image's byte that is mapped at {@code __START_KERNEL_map}
 * @param bias runtime address minus link address of the kernel's image
 * @param encryptionMask bits of page-table entries that mark encrypted memory
 * @param info VMCOREINFO, or null
 * @param readable whether the page tables were seen to translate; otherwise only linear ranges are of use
 */
record KernelMapping(
        PageTables tables,
        long physicalBase,
        long bias,
        long encryptionMask,
        @Nullable VmcoreInfo info,
        boolean readable) {

    /** Returns the physical address of an address inside the kernel's image. */
    static long imagePhysical(long virtual, long physicalBase) {
        return virtual - AddressSpace.KERNEL_MAP + physicalBase;
    }
}
