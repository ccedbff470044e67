package dev.inquest.commands.dump.classify;

/**
 * How {@code page_type}, which shares its place with {@code _mapcount}, tells that a page is of a certain type.
 *
 * @param mask the bits that count
 * @param value what they are in a page of that type
 */
record PageTypeTest(int mask, int value) {
    /** No page is of a type that the kernel does not have. */
    static final PageTypeTest NONE = new PageTypeTest(0, 1);

    /** What {@code _mapcount} of mapped pages never falls to ({@code PAGE_MAPCOUNT_RESERVE} until v6.10; lower ones since). */
    static final int TYPED = -128;

    /** A type that is one number, as VMCOREINFO tells it. */
    static PageTypeTest number(long value) {
        return new PageTypeTest(-1, (int) value);
    }

    /** A type in the top byte, {@code PGTY_*} of v6.12 (4ffca5a96678). */
    static PageTypeTest topByte(long type) {
        return new PageTypeTest(0xff000000, (int) type << 24);
    }

    /** A type of which a bit is cleared where those of {@code PAGE_TYPE_BASE} are set, {@code PG_*} of v4.18 to v6.11. */
    static PageTypeTest clearedBit(long base, long bit) {
        return new PageTypeTest((int) (base | bit), (int) base);
    }

    boolean known() {
        return mask != 0;
    }

    boolean matches(int type) {
        return (type & mask) == value;
    }
}
