package dev.inquest.shell;

import java.util.List;

/** Finds names that a misspelt word may have meant. */
final class Nearest {
    private static final int LONGEST = 32;

    private Nearest() {}

    /** Returns the at most three names that differ least from a word, joined by {@code " or "}; empty when all differ much. */
    static String of(String word, List<String> names) {
        if (word.length() > LONGEST) {
            return "";
        }
        int allowed = word.length() <= 4 ? 1 : 2;
        StringBuilder near = new StringBuilder();
        int found = 0;
        for (int distance = 1; distance <= allowed && found == 0; distance++) {
            for (String name : names) {
                if (found < 3 && distance(word, name) == distance) {
                    near.append(found == 0 ? "" : " or ").append(name);
                    found++;
                }
            }
        }
        return near.toString();
    }

    /** Returns how many letters must be inserted, removed, changed or swapped with their neighbour to turn one word into the other. */
    static int distance(String one, String other) {
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[other.length() + 1];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int change = one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + change);
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    row[j] = Math.min(row[j], before[j - 2] + 1);
                }
            }
            before = last;
            last = row;
        }
        return last[other.length()];
    }
}
