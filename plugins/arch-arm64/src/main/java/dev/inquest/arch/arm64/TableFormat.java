package dev.inquest.arch.arm64;

/**
 * A format of page tables (Arm ARM DDI 0487, D8.3 "Translation table descriptor formats"). A table has as many entries of 64 bits as
 * fit into one page of the granule; the top one may use fewer or, with LPA2, a level more is needed.
 *
 * <pre>
 * granule  bits a level  levels by address bits             blocks at (shift)
 * 4K       9             39: 3, 48: 4, 52: 5 (LPA2)         21, 30, 39 (LPA2)
 * 16K      11            36: 2, 47: 3, 48: 4, 52: 4 (LPA2)  25, 36 (LPA2)
 * 64K      13            42: 2, 48: 3, 52: 3 (LVA)          29, 42 (LPA)
 *
 * entry   := bit 0 valid; bit 1 table, in the last level page; else a block
 * address := 48 bits: entry[47:shift]
 *          | 64K:     entry[15:12] entry[47:16]     (LPA; zero where the machine has 48 bits)
 *          | LPA2:    entry[9:8] entry[49:12 or 14]
 * </pre>
 *
 * @param pageShift bits of an address inside a page: 12, 14 or 16
 * @param addressBits how many bits of an address are translated; those above are all ones in the kernel's half and zeros in the user's
 * @param wide whether entries have 52-bit addresses in the form of LPA2 (4K and 16K granules)
 */
record TableFormat(int pageShift, int addressBits, boolean wide) {
    private static final String[][] NAMES = {
        {"PTE"},
        {"PGD", "PTE"},
        {"PGD", "PMD", "PTE"},
        {"PGD", "PUD", "PMD", "PTE"},
        {"PGD", "P4D", "PUD", "PMD", "PTE"}
    };
    private static final int ADDRESS_BITS = 48;
    private static final int WIDE_ADDRESS_BITS = 50;

    /**
     * Returns the format that a kernel uses with a number of address bits. A kernel of 4K or 16K pages turns LPA2 on exactly when it
     * uses 52-bit addresses (arch/arm64/kernel/cpufeature.c, {@code has_lpa2}; 9684ec186f8f, 6.9).
     */
    static TableFormat of(int pageShift, int addressBits) {
        return new TableFormat(pageShift, addressBits, pageShift != 16 && addressBits > ADDRESS_BITS);
    }

    /** Returns whether there is such a format. */
    static boolean possible(int pageShift, int addressBits) {
        return (pageShift == 12 || pageShift == 14 || pageShift == 16) && addressBits >= 36 && addressBits <= 52;
    }

    /** Returns how many bits of an address index a table. */
    private int stride() {
        return pageShift - 3;
    }

    /** Returns how many levels there are. */
    int depth() {
        return (addressBits - pageShift + stride() - 1) / stride();
    }

    /** Returns the lowest bit of an address that indexes a table of this level, 0 being the top. */
    int shift(int level) {
        return pageShift + stride() * (depth() - 1 - level);
    }

    /** Returns the index of an address into a table of this level. */
    int index(int level, long virtual) {
        return (int) (virtual >>> shift(level)) & entries(level) - 1;
    }

    /** Returns how many entries a table of this level has. */
    int entries(int level) {
        return level == 0 ? 1 << addressBits - shift(0) : 1 << stride();
    }

    /** Returns the kernel's name of this level's entries. */
    String name(int level) {
        return NAMES[depth() - 1][level];
    }

    /** Returns whether an entry of this level may be a block. */
    boolean blockPossible(int level) {
        int above = depth() - 1 - level;
        return switch (pageShift) {
            case 12 -> above == 1 || above == 2 || above == 3 && wide;
            case 14 -> above == 1 || above == 2 && wide;
            default -> above == 1 || above == 2;
        };
    }

    /** Returns the physical address in an entry of a level: of the next table, or of the first byte of a block or page. */
    long address(long entry, int shift) {
        long low = -1L << Math.max(shift, pageShift);
        if (wide) {
            return entry & (1L << WIDE_ADDRESS_BITS) - 1 & low | (entry >>> 8 & 3) << WIDE_ADDRESS_BITS;
        }
        long address = entry & (1L << ADDRESS_BITS) - 1 & low;
        return pageShift == 16 ? address | (entry >>> 12 & 15) << ADDRESS_BITS : address;
    }

    /** Returns the size of a page in bytes. */
    int pageSize() {
        return 1 << pageShift;
    }

    /** Returns words for the size of what an entry maps, for instance {@code "2MB"}. */
    static String size(int shift) {
        return shift >= 40
                ? (1L << shift - 40) + "TB"
                : shift >= 30
                        ? (1L << shift - 30) + "GB"
                        : shift >= 20 ? (1L << shift - 20) + "MB" : (1L << shift - 10) + "KB";
    }
}
