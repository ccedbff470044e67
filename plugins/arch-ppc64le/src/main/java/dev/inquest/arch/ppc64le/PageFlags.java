package dev.inquest.arch.ppc64le;

import java.util.ArrayList;
import java.util.List;

/** The flags of a leaf in words (arch/powerpc/include/asm/book3s/64/pgtable.h; for hash hash-4k.h and hash-64k.h). */
final class PageFlags {
    /** {@code _PAGE_PRESENT}. */
    static final long PRESENT = 1L << 63;
    /** {@code _PAGE_PTE}: a leaf. */
    static final long LEAF = 1L << 62;
    /** {@code _PAGE_INVALID}: present all the same, while the kernel changes the entry (since 4.20). */
    static final long INVALID = 1L << 61;

    private static final String[] LOW = {"EXEC", "WRITE", "READ", "PRIVILEGED"};
    private static final int CACHE = 4;
    private static final String[] CACHE_WORDS = {"", "SAO", "NON_IDEMPOTENT", "TOLERANT"};

    private PageFlags() {}

    /** Returns the flags that are set. */
    static List<String> words(long entry, boolean radix) {
        List<String> words = new ArrayList<>();
        add(words, (entry & PRESENT) != 0, "PRESENT");
        add(words, (entry & PRESENT) == 0 && (entry & INVALID) != 0, "INVALID");
        for (int bit = 0; bit < LOW.length; bit++) {
            add(words, (entry >>> bit & 1) != 0, LOW[bit]);
        }
        int cache = (int) (entry >>> CACHE) & 3;
        add(words, cache != 0, CACHE_WORDS[cache]);
        add(words, (entry & 0x80) != 0, "DIRTY");
        add(words, (entry & 0x100) != 0, "ACCESSED");
        add(words, (entry & 0x200) != 0, "SOFT_DIRTY");
        add(words, (entry & 0x400) != 0, "SPECIAL");
        add(words, (entry & 0x800) != 0, "DEVMAP");
        add(words, !radix && (entry & 1L << 55) != 0, "HASHPTE");
        return List.copyOf(words);
    }

    private static void add(List<String> words, boolean set, String word) {
        if (set) {
            words.add(word);
        }
    }
}
