package dev.inquest.core.model.modules;

/**
 * The letters of a module's taint bits: those of {@code taint_flags[]} (kernel/panic.c) that modules can have, as /proc/modules
 * shows them (module_flags_taint, kernel/module/main.c).
 */
public final class ModuleTaints {
    /** By bit: 0 proprietary, 1 forced, 10 staging, 12 out of tree, 13 unsigned, 15 live patch, 16 auxiliary, 17 randstruct, 18 test. */
    private static final String LETTERS = "PF        C OE KXTN";

    private ModuleTaints() {}

    /** Returns the letters, lowest bit first; empty when there are none. */
    public static String letters(long taints) {
        StringBuilder letters = new StringBuilder(4);
        for (int bit = 0; bit < LETTERS.length(); bit++) {
            if ((taints >>> bit & 1) != 0 && LETTERS.charAt(bit) != ' ') {
                letters.append(LETTERS.charAt(bit));
            }
        }
        return letters.toString();
    }
}
