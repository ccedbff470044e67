package dev.inquest.arch.ppc64le;

import dev.inquest.api.image.VmcoreInfo;
import org.jspecify.annotations.Nullable;

/**
 * How the dumped kernel is mapped.
 *
 * @param tables its page tables
 * @param bias runtime address minus link address of the kernel's image
 * @param info VMCOREINFO, or null
 */
record KernelMapping(PageTables tables, long bias, @Nullable VmcoreInfo info) {}
