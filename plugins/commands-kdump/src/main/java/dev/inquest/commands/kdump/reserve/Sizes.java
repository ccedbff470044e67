package dev.inquest.commands.kdump.reserve;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Sizes in bytes, written and read with the suffixes of the kernel's {@code memparse} (lib/cmdline.c): powers of 1024. */
public final class Sizes {
    private static final String SUFFIXES = "KMGTPE";
    private static final BigDecimal LARGEST = BigDecimal.valueOf(1L << 62);

    private Sizes() {}

    /**
     * Reads a size.
     *
     * @param text digits, a point where a person wrote it, and a suffix: {@code 256M}, {@code 1.5G}, {@code 0x10000000}
     * @throws IllegalArgumentException with a sentence when it is no size
     */
    public static long parse(String text) {
        String rest = text.strip();
        if (rest.length() > 32 || rest.indexOf('e') >= 0 && !rest.startsWith("0x")) {
            throw new IllegalArgumentException("'" + text + "' is no size: write a number with K, M, G or T behind it");
        }
        int shift = 0;
        if (!rest.startsWith("0x") && !rest.isEmpty()) {
            String upper = rest.toUpperCase(java.util.Locale.ROOT);
            if (upper.endsWith("IB")) {
                rest = rest.substring(0, rest.length() - 2);
            } else if (upper.endsWith("B")
                    && upper.length() > 1
                    && SUFFIXES.indexOf(upper.charAt(upper.length() - 2)) >= 0) {
                rest = rest.substring(0, rest.length() - 1);
            }
            int index = rest.isEmpty() ? -1 : SUFFIXES.indexOf(Character.toUpperCase(rest.charAt(rest.length() - 1)));
            if (index >= 0) {
                shift = 10 * (index + 1);
                rest = rest.substring(0, rest.length() - 1).strip();
            }
        }
        try {
            BigDecimal number = rest.startsWith("0x")
                    ? new BigDecimal(new java.math.BigInteger(rest.substring(2), 16))
                    : new BigDecimal(rest);
            BigDecimal bytes = number.multiply(new BigDecimal(1L << shift)).setScale(0, RoundingMode.DOWN);
            if (bytes.signum() < 0 || bytes.compareTo(LARGEST) > 0) {
                throw new IllegalArgumentException("'" + text + "' is no size that a machine can have");
            }
            return bytes.longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no size: write a number with K, M, G or T behind it", e);
        }
    }

    /** Returns a size as people write it, with at most one digit behind the point: {@code 256 MB}, {@code 2.8 MB}. */
    public static String words(long bytes) {
        String[] units = {"bytes", "KB", "MB", "GB", "TB", "PB"};
        int unit = 0;
        long whole = bytes;
        while (unit + 1 < units.length && whole >= 1024) {
            whole >>= 10;
            unit++;
        }
        BigDecimal number = BigDecimal.valueOf(bytes)
                .divide(BigDecimal.valueOf(1L << 10 * unit), 1, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return number.toPlainString() + " " + units[unit];
    }

    /** Returns a size as the kernel's command line takes it: the largest suffix that leaves a whole number. */
    public static String option(long bytes) {
        int shift = 0;
        String suffix = "";
        for (int i = 0; i < 4; i++) {
            int next = 10 * (i + 1);
            if (bytes != 0 && (bytes & (1L << next) - 1) == 0) {
                shift = next;
                suffix = SUFFIXES.substring(i, i + 1);
            }
        }
        return (bytes >>> shift) + suffix;
    }
}
