package dev.inquest.commands.dump;

import java.util.Locale;

/** Amounts as people read them. */
public final class Amounts {
    private static final String[] UNITS = {"bytes", "KB", "MB", "GB", "TB", "PB"};

    private Amounts() {}

    /** Returns a number of bytes in units of 1024: {@code "12.3 MB"}. */
    public static String bytes(long bytes) {
        double amount = bytes;
        int unit = 0;
        while (amount >= 1000 && unit < UNITS.length - 1) {
            amount /= 1024;
            unit++;
        }
        return unit == 0
                ? bytes + (bytes == 1 ? " byte" : " bytes")
                : String.format(Locale.ROOT, amount < 10 ? "%.2f %s" : "%.1f %s", amount, UNITS[unit]);
    }

    /** Returns a share in percent with one decimal: {@code "12.3 %"}; {@code "-"} of nothing. */
    public static String percent(long part, long whole) {
        return whole <= 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** Returns a duration: {@code "12 s"}, {@code "3:07 min"}, {@code "1:02:03 h"}. */
    public static String seconds(long seconds) {
        return seconds < 60
                ? seconds + " s"
                : seconds < 3600
                        ? String.format(Locale.ROOT, "%d:%02d min", seconds / 60, seconds % 60)
                        : String.format(Locale.ROOT, "%d:%02d:%02d h", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
