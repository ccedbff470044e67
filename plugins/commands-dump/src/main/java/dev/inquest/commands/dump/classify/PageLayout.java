package dev.inquest.commands.dump.classify;

import org.jspecify.annotations.Nullable;

/**
 * What {@code struct page} tells in one kernel, and where. Masks of flags that the kernel does not have are 0.
 *
 * @param words size of a structure in words of 8 bytes
 * @param flags the page's flags
 * @param mapping the address space, with bit 0 set for anonymous pages ({@code PAGE_MAPPING_ANON})
 * @param type {@code page_type}, or {@code _mapcount}
 * @param privateData {@code private}: the order of a free block, or data of a file system's own
 * @param tail how tails of compound pages are told
 * @param compound the order and the kind of compound pages, in their first tails
 * @param masks the flags
 * @param types the page types
 * @param freeOrders how many orders free blocks have: {@code MAX_PAGE_ORDER + 1}
 */
record PageLayout(
        int words,
        PageField flags,
        PageField mapping,
        PageField type,
        PageField privateData,
        Tail tail,
        Compound compound,
        Masks masks,
        Types types,
        int freeOrders) {

    /**
     * How tails are told: by the bits of a mask in a field. Bit 0 of {@code compound_head} (1d798ca3f164, v4.4; named {@code compound_info} in
     * v7.1), before that the flag {@code PG_tail}.
     */
    record Tail(PageField field, long mask) {}

    /**
     * Compound pages.
     *
     * @param order where the first tail has the order; null when that is not known
     * @param destructor where the first tail has the number or the address of its destructor; null where it has none
     * @param hugeDestructor what that is for hugetlbfs's pages
     * @param hugeFlag the flag in the first tail's flags of hugetlbfs's pages (v6.6 to v6.9), or 0
     */
    record Compound(@Nullable PageField order, @Nullable PageField destructor, long hugeDestructor, long hugeFlag) {}

    /**
     * Flags as masks.
     *
     * @param head first page of a compound page
     * @param swapCache all that must be set in pages of the swap cache
     * @param slab of the slab allocator (until v6.9)
     * @param buddy free (until v2.6.37)
     */
    record Masks(long head, long lru, long swapCache, long privateData, long slab, long buddy, long poison) {}

    /** Page types; {@link PageTypeTest#NONE} for those that the kernel does not have. */
    record Types(
            PageTypeTest buddy, PageTypeTest unaccepted, PageTypeTest slab, PageTypeTest offline, PageTypeTest huge) {}
}
