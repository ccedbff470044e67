package dev.inquest.format.kdump;

/** Words for makedumpfile's dump level (makedumpfile(8), option -d). */
final class DumpLevel {
    private static final String[] KINDS = {"zero", "cache", "private cache", "user", "free"};

    private DumpLevel() {}

    /** Returns whether pages that were not all zeros were left out. */
    static boolean leavesPagesOut(int level) {
        return level > 1;
    }

    /** Returns the reason for a page that the filter left out. */
    static String reason(int level) {
        if (!leavesPagesOut(level)) {
            return "page left out when the dump was filtered";
        }
        StringBuilder words = new StringBuilder("page excluded by dump level ").append(level);
        String separator = " (";
        for (int i = 0; i < KINDS.length; i++) {
            if ((level >>> i & 1) != 0) {
                words.append(separator).append(KINDS[i]);
                separator = ", ";
            }
        }
        return separator.equals(", ") ? words.append(')').toString() : words.toString();
    }
}
