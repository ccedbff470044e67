package dev.inquest.arch.x8664;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.PageEntry;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Translates by walking page tables in physical memory. A walk reads at most one entry per level, so tables that point at
 * themselves end like any others. The latest translations are kept.
 */
final class PageTables implements AddressTranslator {
    static final long PRESENT = 1;
    private static final long PAGE_SIZE_BIT = 1 << 7;
    /** Bit 8 without the present bit: PROT_NONE (arch/x86/include/asm/pgtable_types.h, {@code _PAGE_PROTNONE}). */
    private static final long PROT_NONE = 1 << 8;

    private static final long ADDRESS = 0x000f_ffff_ffff_f000L;
    private static final int KEPT = 1024;

    private final Memory physical;
    private final PagingMode mode;
    private final long root;
    private final long addressMask;
    private final AtomicReferenceArray<@Nullable Translation> kept = new AtomicReferenceArray<>(KEPT);

    /**
     * Makes a translation.
     *
     * @param physical physical memory
     * @param mode the format
     * @param root physical address of the top-level table
     * @param encryptionMask the bits of an entry that mark encrypted memory (AMD SME and SEV) and are no address
     */
    PageTables(Memory physical, PagingMode mode, long root, long encryptionMask) {
        this.physical = physical;
        this.mode = mode;
        this.root = root & ADDRESS & ~encryptionMask;
        this.addressMask = ADDRESS & ~encryptionMask;
    }

    PagingMode mode() {
        return mode;
    }

    /** Returns the physical address of the top-level table. */
    long root() {
        return root;
    }

    @Override
    public long physical(long virtual) {
        long page = virtual >>> 12;
        int slot = (int) (page ^ page >>> 10) & KEPT - 1;
        Translation known = kept.get(slot);
        if (known != null && known.page == page) {
            return known.frame | virtual & 0xfff;
        }
        Leaf leaf = leaf(virtual);
        long result = leaf.frame() | virtual & leaf.level().offsetMask();
        kept.set(slot, new Translation(page, result & ~0xfffL));
        return result;
    }

    /** Finds the entry that maps an address, or throws a fault. */
    Leaf leaf(long virtual) {
        checkCanonical(virtual);
        long table = root;
        for (int depth = 0; ; depth++) {
            PagingMode.Level level = mode.level(depth);
            long entry = read(virtual, level, table);
            if (!mapped(entry)) {
                throw fault(virtual, "no " + level.words() + " entry is present");
            }
            if (leafAt(depth, entry)) {
                return new Leaf(level, entry, frame(level, entry));
            }
            table = entry & addressMask;
        }
    }

    @Override
    public List<Step> walk(long virtual) {
        List<Step> steps = new ArrayList<>(mode.depth());
        if (!mode.canonical(virtual)) {
            return steps;
        }
        long table = root;
        for (int depth = 0; depth < mode.depth(); depth++) {
            PagingMode.Level level = mode.level(depth);
            long address = table + level.index(virtual) * 8L;
            long entry;
            try {
                entry = physical.u64(address);
            } catch (FaultException e) {
                steps.add(new Step(
                        level.words(),
                        address,
                        0,
                        e.fault().kind().words() + ": " + e.fault().detail(),
                        1L << level.shift(),
                        List.of()));
                return steps;
            }
            boolean leaf = mapped(entry) && leafAt(depth, entry);
            steps.add(new Step(
                    level.words(),
                    address,
                    entry,
                    note(level, entry, leaf),
                    1L << level.shift(),
                    leaf ? PageFlags.of(entry, level.leafPossible()) : List.of()));
            if (leaf || !mapped(entry)) {
                return steps;
            }
            table = entry & addressMask;
        }
        return steps;
    }

    /** Returns what an entry of the lowest level means. */
    PageEntry entry(long entry) {
        if (mapped(entry)) {
            return new PageEntry(true, frame(PagingMode.Level.PTE, entry), PageFlags.of(entry, false), null);
        }
        // A swap entry since v4.18 (arch/x86/include/asm/pgtable_64.h): the type in bits 59 to 63, the offset inverted
        // in bits 9 to 58.
        return new PageEntry(
                false,
                0,
                List.of(),
                entry == 0 ? null : new PageEntry.Swap((int) (entry >>> 59), (~entry << 5) >>> 14));
    }

    /** Returns one table's 512 entries, or throws a fault. */
    LittleEndian table(long address) {
        return LittleEndian.of(physical.bytes(address & addressMask, 4096));
    }

    /** Returns the physical address of the table or page that an entry points at. */
    long target(long entry) {
        return entry & addressMask;
    }

    boolean leafAt(int depth, long entry) {
        return depth == mode.depth() - 1 || mode.level(depth).leafPossible() && (entry & PAGE_SIZE_BIT) != 0;
    }

    static boolean mapped(long entry) {
        return (entry & (PRESENT | PROT_NONE)) != 0;
    }

    private long read(long virtual, PagingMode.Level level, long table) {
        long address = table + level.index(virtual) * 8L;
        try {
            return physical.u64(address);
        } catch (FaultException e) {
            Fault cause = e.fault();
            throw new FaultException(new Fault(
                    cause.kind(),
                    virtual,
                    level.words() + " table at physical 0x" + Long.toHexString(table) + ": " + cause.detail()));
        }
    }

    /**
     * Returns the physical address of a mapped page. The kernel inverts the address bits of PROT_NONE entries
     * (arch/x86/include/asm/pgtable-invert.h, since 4.18).
     */
    private long frame(PagingMode.Level level, long entry) {
        long bits = (entry & PRESENT) == 0 ? ~entry : entry;
        return bits & addressMask & ~level.offsetMask();
    }

    private void checkCanonical(long virtual) {
        if (!mode.canonical(virtual)) {
            throw fault(virtual, "not an address of " + mode.addressBits() + "-bit paging");
        }
    }

    private static FaultException fault(long virtual, String detail) {
        return new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, detail));
    }

    private static String note(PagingMode.Level level, long entry, boolean leaf) {
        if (entry == 0) {
            return "not present";
        }
        if (!mapped(entry)) {
            return "not present (swapped out or moved)";
        }
        if (!leaf) {
            return "";
        }
        return level.pageSize() + " page (" + String.join("|", PageFlags.of(entry, level.leafPossible())) + ")";
    }

    /**
     * What maps an address.
     *
     * @param level the level of the entry
     * @param entry the entry
     * @param frame physical address of the first byte of the page
     */
    record Leaf(PagingMode.Level level, long entry, long frame) {}

    private record Translation(long page, long frame) {}
}
