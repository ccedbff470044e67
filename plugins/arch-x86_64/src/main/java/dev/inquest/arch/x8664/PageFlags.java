package dev.inquest.arch.x8664;

import java.util.ArrayList;
import java.util.List;

/** The flags of a page-table entry in words (arch/x86/include/asm/pgtable_types.h). */
final class PageFlags {
    private static final String[] BITS = {"PRESENT", "RW", "USER", "PWT", "PCD", "ACCESSED", "DIRTY"};

    private PageFlags() {}

    /**
     * Returns the flags that are set, lowest bit first.
     *
     * @param entry an entry that maps a page
     * @param large whether the page is a large one, where bit 7 is the page size and not PAT
     */
    static List<String> of(long entry, boolean large) {
        List<String> words = new ArrayList<>();
        for (int bit = 0; bit < BITS.length; bit++) {
            add(words, (entry >>> bit & 1) != 0, BITS[bit]);
        }
        add(words, (entry & 1 << 7) != 0, large ? "PSE" : "PAT");
        add(words, (entry & 1 << 8) != 0, (entry & 1) != 0 ? "GLOBAL" : "PROTNONE");
        add(words, entry < 0, "NX");
        return List.copyOf(words);
    }

    private static void add(List<String> words, boolean set, String word) {
        if (set) {
            words.add(word);
        }
    }
}
