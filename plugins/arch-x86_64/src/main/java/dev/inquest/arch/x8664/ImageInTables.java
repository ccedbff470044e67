package dev.inquest.arch.x8664;

import dev.inquest.api.memory.FaultException;
import org.jspecify.annotations.Nullable;

/**
 * Where page tables map the kernel's image. At boot the kernel unmaps what lies below {@code _text} (arch/x86/mm/init_64.c, {@code
 * cleanup_highmap}), so the first 2 MiB that are mapped above {@code __START_KERNEL_map} are the image's first.
 *
 * @param start virtual address of the image's first 2 MiB
 * @param physicalBase {@code phys_base}
 * @param pages how many pages of 2 MiB or 4 KiB agree with it
 */
record ImageInTables(long start, long physicalBase, int pages) {
    private static final long LARGE = 2L << 20;

    /** Looks for the image; null when the tables map none, or cannot be read. */
    static @Nullable ImageInTables find(PageTables tables) {
        long start = 0;
        long physicalBase = 0;
        int pages = 0;
        for (long at = AddressSpace.KERNEL_MAP;
                at < AddressSpace.KERNEL_MAP + AddressSpace.IMAGE_SIZE_KASLR;
                at += LARGE) {
            PageTables.Leaf leaf;
            try {
                leaf = tables.leaf(at);
            } catch (FaultException e) {
                continue;
            }
            long base = leaf.frame() + (at & leaf.level().offsetMask()) - (at - AddressSpace.KERNEL_MAP);
            if (pages == 0) {
                start = at;
                physicalBase = base;
            }
            if (base == physicalBase) {
                pages++;
            }
        }
        boolean aligned = (physicalBase & LARGE - 1) == 0;
        return pages > 0 && aligned ? new ImageInTables(start, physicalBase, pages) : null;
    }
}
