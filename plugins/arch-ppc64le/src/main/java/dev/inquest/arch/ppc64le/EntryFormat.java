package dev.inquest.arch.ppc64le;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * What the bits of a page-table entry say, as data. Linux changed them with nearly every release from 4.5 to 4.7:
 *
 * <pre>
 * to 4.4   pte-hash64.h, pgtable-ppc64.h       leaf: one of the lowest two bits, present 0x1, frame number above bit 30 (64 KiB) or 17 (4 KiB)
 * 4.5      book3s/64/hash.h                    leaf 0x1, present 0x2, frame number above bit 30 or 18
 * 4.6      book3s/64/hash.h                    leaf bit 62, present bit 63, physical address of the frame in place
 * 4.7 on   book3s/64/pgtable.h, 5dc1ef858c12   the same, big-endian
 * </pre>
 *
 * <p>Entries of directories hold addresses of the linear map to 4.5, and physical ones since. Hash tables of 4 KiB pages have directories of huge
 * pages (to 6.10), entries with bits of 0x3f set: those, shifted right by two, are the index of the size of the pages in {@code mmu_psize_defs}.
 *
 * @param order the byte order of entries
 * @param leaf an entry of a directory with one of these bits maps a page
 * @param present an entry that maps a page does so if one of these is set
 * @param frameShift where the number of the page frame begins; 0 when the entry has the frame's address as it is
 * @param linear whether directories hold addresses of the linear map
 * @param hugeDirectories whether there may be directories of huge pages
 * @param flags names of the bits
 */
record EntryFormat(
        ByteOrder order,
        long leaf,
        long present,
        int frameShift,
        boolean linear,
        boolean hugeDirectories,
        Flags flags) {
    /** Bits 8 to 59 of a directory entry. */
    private static final long TABLE = 0x0fff_ffff_ffff_ff00L;
    /** {@code HUGEPD_SHIFT_MASK}. */
    private static final long HUGE_SIZE = 0x3f;

    private static final String NO_CACHE = "NO_CACHE";
    private static final String THROUGH = "WRITETHRU";
    private static final String DIRTY = "DIRTY";
    private static final String ACCESSED = "ACCESSED";
    private static final String RW = "RW";
    private static final long ADDRESS = 0x0fff_ffff_ffff_ffffL;
    /** {@code PTE_RPN_MASK}: the kernel uses physical addresses of up to 53 bits ({@code _PAGE_PA_MAX}). */
    private static final long FRAME = (1L << 53) - 1;

    /** Which words the flags have. */
    enum Flags {
        RADIX,
        HASH,
        HASH_4_6,
        LOW_4_5,
        LOW
    }

    static final EntryFormat RADIX = modern(ByteOrder.BIG_ENDIAN, false, Flags.RADIX);
    static final EntryFormat HASH = modern(ByteOrder.BIG_ENDIAN, false, Flags.HASH);
    static final EntryFormat HASH_4K = modern(ByteOrder.BIG_ENDIAN, true, Flags.HASH);
    static final EntryFormat HASH_4_6 = modern(ByteOrder.LITTLE_ENDIAN, false, Flags.HASH_4_6);
    static final EntryFormat HASH_4K_4_6 = modern(ByteOrder.LITTLE_ENDIAN, true, Flags.HASH_4_6);
    static final EntryFormat HASH_4_5 = new EntryFormat(ByteOrder.LITTLE_ENDIAN, 1, 2, 30, true, false, Flags.LOW_4_5);
    static final EntryFormat HASH_4K_4_5 =
            new EntryFormat(ByteOrder.LITTLE_ENDIAN, 1, 2, 18, true, true, Flags.LOW_4_5);
    static final EntryFormat HASH_4_4 = new EntryFormat(ByteOrder.LITTLE_ENDIAN, 3, 1, 30, true, false, Flags.LOW);
    static final EntryFormat HASH_4K_4_4 = new EntryFormat(ByteOrder.LITTLE_ENDIAN, 3, 1, 17, true, true, Flags.LOW);

    private static EntryFormat modern(ByteOrder order, boolean hugeDirectories, Flags flags) {
        long present = PageFlags.PRESENT | (order == ByteOrder.BIG_ENDIAN ? PageFlags.INVALID : 0);
        return new EntryFormat(order, PageFlags.LEAF, present, 0, false, hugeDirectories, flags);
    }

    /** Turns eight bytes, read as a little-endian number, into an entry. */
    long entry(long stored) {
        return order == ByteOrder.LITTLE_ENDIAN ? stored : Long.reverseBytes(stored);
    }

    /** Returns whether an entry of a directory maps a page. */
    boolean isLeaf(long entry) {
        return (entry & leaf) != 0;
    }

    /** Returns whether an entry that maps a page is present. */
    boolean isPresent(long entry) {
        return (entry & present) != 0 && (flags == Flags.LOW || (entry & leaf) != 0);
    }

    /** Returns whether an entry that is no leaf points at a table. */
    boolean isDirectory(long entry) {
        return flags == Flags.RADIX
                ? (entry & PageFlags.PRESENT) != 0
                : linear ? entry >>> 60 == AddressSpace.LINEAR >>> 60 : (entry & TABLE) != 0;
    }

    /** Returns whether an entry that points at a table points at one of huge pages. */
    boolean isHugeDirectory(long entry) {
        return hugeDirectories && (entry & HUGE_SIZE) != 0 && (entry & 3) == 0;
    }

    /** Returns the index of the size of a directory's huge pages. */
    int hugeSize(long entry) {
        return (int) (entry & HUGE_SIZE) >>> 2;
    }

    /** Returns the physical address of the table that an entry points at. */
    long table(long entry) {
        return isHugeDirectory(entry) ? entry & ADDRESS & ~HUGE_SIZE : entry & TABLE;
    }

    /** Returns the physical address of the page of an entry; its lowest bits, inside of the page, mean nothing. */
    long frame(long entry, int pageShift) {
        return frameShift == 0 ? entry & FRAME : entry >>> frameShift << pageShift;
    }

    /** Returns the flags that are set, in words. */
    List<String> words(long entry) {
        return switch (flags) {
            case RADIX -> PageFlags.words(entry, true);
            case HASH -> PageFlags.words(entry, false);
            case HASH_4_6 -> {
                List<String> words = new ArrayList<>(named(entry, 63, "PRESENT"));
                words.addAll(named(entry, 0, "EXEC", "RW", "READ", "USER", "GUARDED", "NO_CACHE", "WRITETHRU"));
                words.addAll(named(entry, 7, "DIRTY", "ACCESSED", "", "SPECIAL", "BUSY"));
                yield List.copyOf(words);
            }
            case LOW_4_5 ->
                named(entry, 1, "PRESENT", "USER", "EXEC", "GUARDED", NO_CACHE, THROUGH, DIRTY, ACCESSED, RW);
            case LOW ->
                named(entry, 0, "PRESENT", "USER", "EXEC", "GUARDED", "", NO_CACHE, THROUGH, DIRTY, ACCESSED, RW);
        };
    }

    /** Names bits in their order; those without a name stand between. */
    private static List<String> named(long entry, int first, String... names) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if (!names[i].isEmpty() && (entry >>> first + i & 1) != 0) {
                words.add(names[i]);
            }
        }
        return List.copyOf(words);
    }
}
