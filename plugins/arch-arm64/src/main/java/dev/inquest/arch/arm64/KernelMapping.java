package dev.inquest.arch.arm64;

import dev.inquest.api.image.VmcoreInfo;
import org.jspecify.annotations.Nullable;

/**
 * How the dumped kernel is mapped.
 *
 * @param tables its page tables (TTBR1)
 * @param addressBits how many address bits it really uses ({@code vabits_actual}); the tables' format may have more
 * @param imageOffset {@code kimage_voffset}: virtual minus physical address of the kernel's image
 * @param linear the linear map, or null when it was not found
 * @param bias runtime address minus link address of the kernel's image
 * @param info VMCOREINFO, or null
 * @param readable whether the page tables were seen to translate; otherwise only linear ranges are of use
 */
record KernelMapping(
        PageTables tables,
        int addressBits,
        long imageOffset,
        @Nullable LinearMap linear,
        long bias,
        @Nullable VmcoreInfo info,
        boolean readable) {}
