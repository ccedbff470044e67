package dev.inquest.arch.ppc64le;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * A format of page tables as data. Entries are stored big-endian on a little-endian kernel too (5dc1ef858c12, 4.7), and pointers to tables
 * are physical addresses; what was before is told by {@link EntryFormat}.
 *
 * <pre>
 * directory := bit 63 valid (radix; hash since 4.17), bit 62 zero, 8..59 physical address of the next table,
 *              0..4 size of the next table (radix: log2 of its entries)
 * leaf      := bit 63 present, bit 62 one ({@code _PAGE_PTE}), 12..52 physical address, flags as in {@link PageFlags}
 * </pre>
 *
 * <p>Radix: Power ISA 3.0B, book III, section 5.7.10. Hash: what Linux keeps beside the hardware's hash table, from which that is filled;
 * the linear map is not in it. Index sizes: arch/powerpc/include/asm/book3s/64/radix-4k.h, radix-64k.h, hash-4k.h, hash-64k.h; before 4.5 arch/powerpc/include/asm/pgtable-ppc64-4k.h and pgtable-ppc64-64k.h.
 *
 * @param name for messages
 * @param radix whether the hardware walks these tables
 * @param pageShift log2 of the size of a page in bytes
 * @param levels top first
 * @param entries what the bits of an entry say
 */
record TableFormat(String name, boolean radix, int pageShift, List<Level> levels, EntryFormat entries) {
    /**
     * One level.
     *
     * @param words the kernel's name
     * @param shift the lowest bit of an address that indexes the table
     * @param bits log2 of the table's entries
     */
    record Level(String words, int shift, int bits) {
        /** Returns the index of an address into the table. */
        int index(long virtual) {
            return (int) (virtual >>> shift) & (1 << bits) - 1;
        }

        /** Returns the bits of an address that lie inside one entry's range. */
        long offsetMask() {
            return (1L << shift) - 1;
        }
    }

    /** The formats of all little-endian kernels, newest first; those before 3.13 were big-endian. */
    static final List<TableFormat> ALL = List.of(
            of("radix, 64 KiB pages", true, 16, 13, 9, 9, 5),
            of("radix, 4 KiB pages", true, 12, 13, 9, 9, 9),
            of("hash, 64 KiB pages", false, 16, 8, 10, 10, 8),
            of("hash, 64 KiB pages (4.12 to 4.16)", false, 16, 8, 7, 10, 8),
            of("hash, 64 KiB pages (4.7 to 4.11)", false, 16, 12, 5, 5, 8),
            of("hash, 4 KiB pages", false, 12, 9, 9, 7, 9),
            of("hash, 64 KiB pages (4.6)", EntryFormat.HASH_4_6, 16, 12, 5, 5, 8),
            of("hash, 4 KiB pages (4.6)", EntryFormat.HASH_4K_4_6, 12, 9, 9, 7, 9),
            of("hash, 64 KiB pages (4.5)", EntryFormat.HASH_4_5, 16, 12, 0, 10, 8),
            of("hash, 4 KiB pages (4.5)", EntryFormat.HASH_4K_4_5, 12, 9, 9, 7, 9),
            of("hash, 64 KiB pages (to 4.4)", EntryFormat.HASH_4_4, 16, 12, 0, 10, 8),
            of("hash, 4 KiB pages (to 4.4)", EntryFormat.HASH_4K_4_4, 12, 9, 9, 7, 9));

    /** Makes a format from the sizes of its levels; a level of size 0 is left out. */
    static TableFormat of(String name, boolean radix, int pageShift, int pgd, int pud, int pmd, int pte) {
        EntryFormat hash = pageShift == 12 ? EntryFormat.HASH_4K : EntryFormat.HASH;
        return of(name, radix ? EntryFormat.RADIX : hash, pageShift, pgd, pud, pmd, pte);
    }

    /** Makes a format with entries of a release from the sizes of its levels; a level of size 0 is left out. */
    static TableFormat of(String name, EntryFormat entries, int pageShift, int pgd, int pud, int pmd, int pte) {
        List<Level> levels = new ArrayList<>();
        int pmdShift = pageShift + pte;
        int pudShift = pmdShift + pmd;
        levels.add(new Level("PGD", pudShift + pud, pgd));
        if (pud > 0) {
            levels.add(new Level("PUD", pudShift, pud));
        }
        levels.add(new Level("PMD", pmdShift, pmd));
        levels.add(new Level("PTE", pageShift, pte));
        return new TableFormat(
                name, entries.flags() == EntryFormat.Flags.RADIX, pageShift, List.copyOf(levels), entries);
    }

    /** Returns how many levels there are. */
    int depth() {
        return levels.size();
    }

    /** Returns how many bits of an address are translated. */
    int addressBits() {
        Level top = levels.getFirst();
        return top.shift() + top.bits();
    }

    /** Returns whether the format is one of those before 4.7. */
    boolean beforeBigEndian() {
        return entries.order() == ByteOrder.LITTLE_ENDIAN;
    }

    /** Returns where the linear map ends at the latest. */
    long linearEnd() {
        if (beforeBigEndian()) {
            return AddressSpace.VIRTUAL_OLD;
        }
        return radix || pageShift > 12 ? AddressSpace.VIRTUAL : AddressSpace.VIRTUAL_HASH_4K;
    }
}
