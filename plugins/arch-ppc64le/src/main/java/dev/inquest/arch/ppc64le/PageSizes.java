package dev.inquest.arch.ppc64le;

import dev.inquest.api.image.VmcoreInfo;
import java.util.OptionalLong;

/**
 * Sizes of pages by their index ({@code MMU_PAGE_16M} …, which releases number differently), as the kernel's table tells them
 * (arch/powerpc/include/asm/book3s/64/mmu.h; in VMCOREINFO since 3.17).
 *
 * <pre>
 * mmu_psize_defs := mmu_psize_def*
 * mmu_psize_def  := shift:u32 …
 * </pre>
 */
final class PageSizes {
    /** {@code PAGE_SHIFT_16M} and {@code PAGE_SHIFT_16G}: what hash tables have of pages larger than those of the kernel. */
    private static final int SHIFT_16M = 24;

    private static final int SHIFT_16G = 34;
    private static final int MOST = 16;

    private final KernelVariables variables;

    PageSizes(KernelVariables variables) {
        this.variables = variables;
    }

    /** Returns log2 of a size in bytes, or nothing when the kernel's table cannot be read or has no such size. */
    OptionalLong told(long index) {
        VmcoreInfo info = variables.info();
        OptionalLong table = variables.address("mmu_psize_defs");
        OptionalLong stride = info == null ? OptionalLong.empty() : info.sizeOf("mmu_psize_def");
        if (info == null || table.isEmpty() || stride.isEmpty() || index < 0 || index >= MOST) {
            return OptionalLong.empty();
        }
        OptionalLong shift = variables.u64At(table.getAsLong()
                + index * stride.getAsLong()
                + info.offset("mmu_psize_def.shift").orElse(0));
        long plausible = shift.orElse(0) & 0xffff_ffffL;
        return plausible >= 12 && plausible <= SHIFT_16G ? OptionalLong.of(plausible) : OptionalLong.empty();
    }

    /**
     * Returns log2 of the size of the pages of a directory of huge pages: what the kernel's table says, or else the largest that the directory's
     * entry has room for.
     *
     * @param index the index of the size
     * @param entryShift log2 of what the entry is responsible for
     */
    int shift(int index, int entryShift) {
        long told = told(index).orElse(0);
        if (told > 0 && told <= entryShift) {
            return (int) told;
        }
        return Math.min(entryShift, entryShift >= SHIFT_16G ? SHIFT_16G : SHIFT_16M);
    }
}
