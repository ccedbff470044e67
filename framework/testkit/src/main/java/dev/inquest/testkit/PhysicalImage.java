package dev.inquest.testkit;

import java.util.Arrays;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Physical memory to be written into a dump: page frames with bytes, page frames that a filter left out, and nothing in
 * between. Not safe for use by many threads.
 */
public final class PhysicalImage {
    private final int pageSize;
    private final TreeMap<Long, byte[]> pages = new TreeMap<>();
    private final TreeSet<Long> excluded = new TreeSet<>();
    private long endPfn;

    /** Makes an image without any memory; the page size is in bytes. */
    public PhysicalImage(int pageSize) {
        this.pageSize = pageSize;
    }

    /** Returns the size of a page in bytes. */
    public int pageSize() {
        return pageSize;
    }

    /** Sets a page; fewer bytes than a page are filled up with zeros. */
    public PhysicalImage page(long pfn, byte... bytes) {
        if (bytes.length > pageSize) {
            throw new IllegalArgumentException(bytes.length + " bytes in a page of " + pageSize);
        }
        pages.put(pfn, Arrays.copyOf(bytes, pageSize));
        excluded.remove(pfn);
        endPfn = Math.max(endPfn, pfn + 1);
        return this;
    }

    /** Writes bytes at a physical address; pages that were not there begin as zeros. */
    public PhysicalImage write(long physical, byte... bytes) {
        int done = 0;
        while (done < bytes.length) {
            long pfn = (physical + done) / pageSize;
            int offset = (int) ((physical + done) % pageSize);
            int size = Math.min(bytes.length - done, pageSize - offset);
            byte[] page = pages.get(pfn);
            if (page == null) {
                page(pfn);
                page = pages.get(pfn);
            }
            System.arraycopy(bytes, done, page, offset, size);
            done += size;
        }
        return this;
    }

    /** Makes a page frame one that the machine had and the dump's filter left out. */
    public PhysicalImage exclude(long pfn) {
        pages.remove(pfn);
        excluded.add(pfn);
        endPfn = Math.max(endPfn, pfn + 1);
        return this;
    }

    /** Says that the machine's page frames go on to before {@code pfn}, whether there is memory or not. */
    public PhysicalImage endPfn(long pfn) {
        endPfn = Math.max(endPfn, pfn);
        return this;
    }

    /** Returns the first page frame behind everything. */
    public long endPfn() {
        return endPfn;
    }

    /** Returns the pages with bytes, by page frame. */
    public NavigableMap<Long, byte[]> pages() {
        return Collections.unmodifiableNavigableMap(pages);
    }

    /** Returns the page frames that were left out. */
    public NavigableSet<Long> excluded() {
        return Collections.unmodifiableNavigableSet(excluded);
    }

    /** Returns whether the machine had memory there. */
    public boolean isMemory(long pfn) {
        return pages.containsKey(pfn) || excluded.contains(pfn);
    }
}
