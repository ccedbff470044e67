package dev.inquest.commands.expression;

/** Sizes as crash adds them to numbers that are whole ones. */
final class Sizes {
    private static final String UNITS = "KMGTPE";

    private Sizes() {}

    /** Returns for instance {@code "  (4GB)"}, or nothing for a number that is no whole count of KB. */
    static String suffix(long number) {
        if (number <= 0 || (number & 1023) != 0) {
            return "";
        }
        int unit = -1;
        long rest = number;
        while ((rest & 1023) == 0 && unit + 1 < UNITS.length()) {
            rest >>>= 10;
            unit++;
        }
        return "  (" + rest + UNITS.charAt(unit) + "B)";
    }
}
