package dev.inquest.arch.arm64;

import java.util.ArrayList;
import java.util.List;

/**
 * The attributes of page-table entries in words (arch/arm64/include/asm/pgtable-hwdef.h and pgtable-prot.h; Arm ARM DDI 0487, D8.3.1.2).
 * They are named as the kernel names them, without the prefix.
 */
final class EntryFlags {
    static final long VALID = 1;
    static final long TABLE = 2;

    private static final long WIDE_SHARED = 3L << 8;

    private EntryFlags() {}

    private record Flag(long bit, String name) {}

    private static final List<Flag> LEAF = List.of(
            new Flag(1L << 6, "USER"),
            new Flag(1L << 7, "RDONLY"),
            new Flag(1L << 10, "AF"),
            new Flag(1L << 11, "NG"),
            new Flag(1L << 50, "GP"),
            new Flag(1L << 51, "DBM"),
            new Flag(1L << 52, "CONT"),
            new Flag(1L << 53, "PXN"),
            new Flag(1L << 54, "UXN"),
            new Flag(1L << 55, "DIRTY"),
            new Flag(1L << 56, "SPECIAL"));

    private static final List<Flag> TABLES = List.of(
            new Flag(1L << 59, "PXN"),
            new Flag(1L << 60, "UXN"),
            new Flag(1L << 61, "NOUSER"),
            new Flag(1L << 62, "RDONLY"));

    /** Returns the attributes of a block or page. */
    static List<String> leaf(long entry, boolean wide) {
        List<String> words = new ArrayList<>();
        words.add((entry & VALID) != 0 ? "VALID" : "PROT_NONE");
        if (!wide && (entry & WIDE_SHARED) == WIDE_SHARED) {
            words.add("SHARED");
        }
        add(words, LEAF, wide ? entry & ~(1L << 50) : entry);
        words.add("ATTRINDX=" + (entry >>> 2 & 7));
        return List.copyOf(words);
    }

    /** Returns the limits that an entry sets to all that lies below it; may be empty. */
    static String table(long entry) {
        List<String> words = new ArrayList<>();
        add(words, TABLES, entry);
        return words.isEmpty() ? "table" : "table (" + String.join("|", words) + ")";
    }

    private static void add(List<String> words, List<Flag> flags, long entry) {
        for (Flag flag : flags) {
            if ((entry & flag.bit()) != 0) {
                words.add(flag.name());
            }
        }
    }
}
