package dev.inquest.arch.x8664;

/**
 * The page-table formats of 64-bit mode as data (Intel SDM volume 3A, sections 5.5.1–5.5.4; AMD APM volume 2, section 5.3).
 *
 * <pre>
 * entry  := bit 0 present, 1 writable, 2 user, 5 accessed, 6 dirty, 7 page size (in PUD and PMD: a large page),
 *           8 global, 12..51 physical address, 63 no execute
 * table  := 512 entries of 64 bits
 * </pre>
 */
enum PagingMode {
    /** 48-bit addresses. */
    FOUR_LEVEL(4, Level.PGD_39),
    /** 57-bit addresses (CR4.LA57). */
    FIVE_LEVEL(5, Level.PGD_48);

    private final int depth;
    private final Level top;

    PagingMode(int depth, Level top) {
        this.depth = depth;
        this.top = top;
    }

    /** Returns how many levels there are. */
    int depth() {
        return depth;
    }

    /** Returns a level, 0 being the top. */
    Level level(int index) {
        return index == 0
                ? top
                : switch (depth - index) {
                    case 1 -> Level.PTE;
                    case 2 -> Level.PMD;
                    case 3 -> Level.PUD;
                    default -> Level.P4D;
                };
    }

    /** Returns how many bits of an address are translated. */
    int addressBits() {
        return top.shift() + 9;
    }

    /** Returns whether an address is canonical: all bits from the highest translated one up are equal. */
    boolean canonical(long virtual) {
        long upper = virtual >> addressBits() - 1;
        return upper == 0 || upper == -1;
    }

    /** One level of tables. */
    enum Level {
        /** The top with five levels. */
        PGD_48("PGD", 48, false),
        /** The top with four levels. */
        PGD_39("PGD", 39, false),
        /** Below the top with five levels. */
        P4D("P4D", 39, false),
        /** May map 1 GiB. */
        PUD("PUD", 30, true),
        /** May map 2 MiB. */
        PMD("PMD", 21, true),
        /** Maps 4 KiB. */
        PTE("PTE", 12, false);

        private final String words;
        private final int shift;
        private final boolean leafPossible;

        Level(String words, int shift, boolean leafPossible) {
            this.words = words;
            this.shift = shift;
            this.leafPossible = leafPossible;
        }

        /** Returns the kernel's name of the level's entries. */
        String words() {
            return words;
        }

        /** Returns the lowest bit of an address that indexes the table. */
        int shift() {
            return shift;
        }

        /** Returns whether an entry may map a large page. */
        boolean leafPossible() {
            return leafPossible;
        }

        /** Returns the index of an address into a table of this level. */
        int index(long virtual) {
            return (int) (virtual >>> shift) & 511;
        }

        /** Returns the bits of an address that lie inside one entry's page. */
        long offsetMask() {
            return (1L << shift) - 1;
        }

        /** Returns the size of a page that an entry of this level maps, in words. */
        String pageSize() {
            return switch (shift) {
                case 30 -> "1GB";
                case 21 -> "2MB";
                default -> "4KB";
            };
        }
    }
}
