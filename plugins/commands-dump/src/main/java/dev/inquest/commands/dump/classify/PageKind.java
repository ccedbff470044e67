package dev.inquest.commands.dump.classify;

/** What a page frame holds, as far as filters of dumps ask. Anything else is the kernel's own data and is kept. */
public enum PageKind {
    /** Free, in the buddy allocator or not yet accepted from the hypervisor. */
    FREE(16, "free pages"),
    /** Of the page cache or the swap cache, without data of a file system's own ({@code PG_private}), not anonymous. */
    CACHE(2 | 4, "cache pages without private data"),
    /** Of the page cache or the swap cache, with data of a file system's own, not anonymous. */
    PRIVATE_CACHE(4, "cache pages with private data"),
    /** Of user processes: anonymous memory and huge pages of hugetlbfs. */
    USER(8, "pages of user processes"),
    /** Broken memory, which must not be touched. */
    HWPOISON(0, "pages with memory errors"),
    /** Logically offline: given back to the hypervisor by a balloon or by memory hot-plug. */
    OFFLINE(0, "offline pages"),
    /** Behind all memory that the kernel has: devices' memory in dumps of QEMU, or what {@code mem=} kept from it. */
    BEHIND(0, "memory behind the kernel's");

    private final int bits;
    private final String words;

    PageKind(int bits, String words) {
        this.bits = bits;
        this.words = words;
    }

    /** Returns whether dumps of a level are without such pages; those without bits of their own are in no dump that was filtered. */
    public boolean excludedAt(int level) {
        return bits == 0 || (bits & level) != 0;
    }

    /** Returns whether a level has a bit for such pages. */
    boolean askedBy(int level) {
        return (bits & level) != 0;
    }

    /** Returns what they are in words, in the plural. */
    public String words() {
        return words;
    }
}
