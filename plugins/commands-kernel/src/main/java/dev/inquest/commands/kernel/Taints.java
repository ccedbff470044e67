package dev.inquest.commands.kernel;

/**
 * The kernel's taint flags (kernel/panic.c, {@code taint_flags[]}; Documentation/admin-guide/tainted-kernels.rst): one letter for each
 * bit. Bit 0 has a letter for clear too, {@code G}, which crash leaves out and so do we.
 */
final class Taints {
    private static final String LETTERS = "PFSRMBUDAWCIOELKXTN";

    private Taints() {}

    static String letters(long mask) {
        StringBuilder text = new StringBuilder();
        for (int bit = 0; bit < 64; bit++) {
            if ((mask >>> bit & 1) != 0) {
                text.append(bit < LETTERS.length() ? LETTERS.charAt(bit) : '?');
            }
        }
        return text.toString();
    }
}
