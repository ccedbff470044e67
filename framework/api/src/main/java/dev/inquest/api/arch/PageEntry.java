package dev.inquest.api.arch;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an entry of the lowest level of page tables means.
 *
 * @param present whether it maps a page
 * @param physical physical address of the page that it maps, otherwise 0
 * @param flags the flags that are set, as the kernel names them
 * @param swap where the page went, or null when the entry does not say so
 */
public record PageEntry(
        boolean present,
        long physical,
        List<String> flags,
        @Nullable Swap swap) {

    /**
     * A place in a swap area (include/linux/swapops.h).
     *
     * @param type number of the swap area; the highest numbers stand for pages that are being moved and the like
     * @param offset number of the page in the area
     */
    public record Swap(int type, long offset) {}
}
