package dev.inquest.commands.dump;

import java.util.ArrayList;
import java.util.List;

/** makedumpfile's dump level in words (makedumpfile(8), option {@code -d}). */
public final class DumpLevel {
    /** Pages of zeros. */
    public static final int ZERO = 1;
    /** Page cache without private data. */
    public static final int CACHE = 2;
    /** All page cache. */
    public static final int CACHE_PRIVATE = 4;
    /** Pages of user processes. */
    public static final int USER = 8;
    /** Free pages. */
    public static final int FREE = 16;
    /** All that can be left out. */
    public static final int HIGHEST = 31;

    private static final String[] LEFT_OUT = {
        "pages of zeros", "page cache", "page cache with private data", "user pages", "free pages"
    };

    private static final String[] MEANING = {
        "",
        "the content of cached files cannot be read",
        "the content of cached files of file systems that keep data with the pages (ext4's journal, btrfs, NFS) cannot be read",
        "the memory of processes cannot be read: rd -u, their strings, their stacks; what the kernel keeps of them is there",
        "free memory cannot be searched for what was freed just before the crash"
    };

    private DumpLevel() {}

    /** Returns what a level leaves out, a few words for each of its bits; private page cache has the rest of it with it. */
    public static List<String> words(int level) {
        return pick(LEFT_OUT, level);
    }

    /** Returns what cannot be seen in a dump of a level, a sentence part for each of its bits. */
    public static List<String> meaning(int level) {
        return pick(MEANING, level & ~ZERO);
    }

    private static List<String> pick(String[] from, int level) {
        int whole = (level & CACHE_PRIVATE) != 0 ? level | CACHE : level;
        List<String> words = new ArrayList<>();
        for (int bit = 0; bit < from.length; bit++) {
            if ((whole >> bit & 1) != 0) {
                words.add(from[bit]);
            }
        }
        return words;
    }
}
