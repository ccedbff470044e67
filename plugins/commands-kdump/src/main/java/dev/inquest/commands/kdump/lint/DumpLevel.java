package dev.inquest.commands.kdump.lint;

import java.util.ArrayList;
import java.util.List;

/** makedumpfile's dump level in words (makedumpfile(8), option {@code -d}). */
final class DumpLevel {
    /** All that can be left out. */
    static final int HIGHEST = 31;

    private static final String[] LEFT_OUT = {
        "pages filled with zero",
        "page cache without private data",
        "page cache with private data",
        "pages of user processes",
        "free pages"
    };

    private DumpLevel() {}

    /** Returns what a level from 0 to 31 leaves out. */
    static String words(int level) {
        if (level == 0) {
            return "level 0 leaves nothing out: the dump is as large as the machine's memory";
        }
        List<String> parts = new ArrayList<>();
        for (int bit = 0; bit < LEFT_OUT.length; bit++) {
            if ((level >> bit & 1) != 0) {
                parts.add(LEFT_OUT[bit] + " (" + (1 << bit) + ")");
            }
        }
        // Private page cache goes only together with the rest of it.
        String extra = (level & 6) == 4 ? "; 4 implies 2" : "";
        return "level " + level + " leaves out " + String.join(", ", parts) + extra;
    }
}
