package dev.inquest.expression;

/** Finds the name that a user probably meant. */
final class Near {
    private static final int LONGEST = 64;

    private Near() {}

    /** Returns the name that differs least, by at most a third of its letters; empty when none is near. */
    static String of(String wanted, Iterable<String> names) {
        String best = "";
        int least = Math.max(1, wanted.length() / 3) + 1;
        for (String name : names) {
            if (wanted.length() <= LONGEST && Math.abs(name.length() - wanted.length()) < least) {
                int distance = distance(wanted, name);
                if (distance < least) {
                    least = distance;
                    best = name;
                }
            }
        }
        return best;
    }

    /** Returns how many letters must be put in, taken out or exchanged (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int above = row[j];
                int same = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + same);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
