package dev.inquest.core.memory;

import org.jspecify.annotations.Nullable;

/**
 * A cache of a fixed number of pages, two to a slot. It takes no locks: entries are immutable, and of two threads that put at
 * once one wins, which costs no more than reading a page again.
 */
final class PageCache {
    private final @Nullable CachedPage[] entries;
    private final int shift;

    /** Makes a cache for at most {@code pages} pages, rounded down to a power of two, but at least two. */
    PageCache(int pages) {
        int count = Integer.highestOneBit(Math.max(2, pages));
        entries = new CachedPage[count];
        shift = 65 - Integer.numberOfTrailingZeros(count);
    }

    @Nullable
    CachedPage get(long number) {
        int slot = slot(number);
        CachedPage first = entries[slot];
        if (first != null && first.number() == number) {
            return first;
        }
        CachedPage second = entries[slot + 1];
        return second != null && second.number() == number ? second : null;
    }

    void put(CachedPage page) {
        int slot = slot(page.number());
        entries[slot + 1] = entries[slot];
        entries[slot] = page;
    }

    /** Spreads neighbouring pages over the slots (Fibonacci hashing). */
    private int slot(long number) {
        long hash = number * 0x9e3779b97f4a7c15L;
        return shift > 63 ? 0 : (int) (hash >>> shift) << 1;
    }
}
