package dev.inquest.arch.arm64;

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
 * Translates by walking page tables in physical memory. A walk reads at most one entry per level, so tables that point at themselves
 * end like any others. The latest translations are kept.
 */
final class PageTables implements AddressTranslator {
    private static final int KEPT = 1024;

    private final Memory physical;
    private final TableFormat format;
    private final long root;
    private final boolean kernelHalf;
    private final AtomicReferenceArray<@Nullable Translation> kept = new AtomicReferenceArray<>(KEPT);

    /**
     * Makes a translation.
     *
     * @param physical physical memory
     * @param format the format
     * @param root physical address of the top-level table
     * @param kernelHalf whether it translates the upper half of the address space (TTBR1), otherwise the lower (TTBR0)
     */
    PageTables(Memory physical, TableFormat format, long root, boolean kernelHalf) {
        this.physical = physical;
        this.format = format;
        this.root = root;
        this.kernelHalf = kernelHalf;
    }

    TableFormat format() {
        return format;
    }

    /** Returns the physical address of the top-level table. */
    long root() {
        return root;
    }

    @Override
    public int pageSize() {
        return format.pageSize();
    }

    @Override
    public long physical(long virtual) {
        long page = virtual >>> format.pageShift();
        long inPage = virtual & format.pageSize() - 1;
        int slot = (int) (page ^ page >>> 10) & KEPT - 1;
        Translation known = kept.get(slot);
        if (known != null && known.page == page) {
            return known.frame | inPage;
        }
        Leaf leaf = leaf(virtual);
        long result = leaf.frame() | virtual & (1L << leaf.shift()) - 1;
        kept.set(slot, new Translation(page, result - inPage));
        return result;
    }

    /** Finds the entry that maps an address, or throws a fault. */
    Leaf leaf(long virtual) {
        checkHalf(virtual);
        long table = root;
        for (int level = 0; ; level++) {
            long entry = read(virtual, level, table);
            int shift = format.shift(level);
            if (leafAt(level, entry)) {
                return new Leaf(shift, entry, format.address(entry, shift));
            }
            if (!tableAt(level, entry)) {
                throw fault(virtual, "no " + format.name(level) + " entry is present");
            }
            table = format.address(entry, format.pageShift());
        }
    }

    @Override
    public List<Step> walk(long virtual) {
        List<Step> steps = new ArrayList<>(format.depth());
        if (!translates(virtual)) {
            return steps;
        }
        long table = root;
        for (int level = 0; level < format.depth(); level++) {
            String name = format.name(level);
            long address = table + format.index(level, virtual) * 8L;
            long entry;
            try {
                entry = physical.u64(address);
            } catch (FaultException e) {
                steps.add(new Step(
                        name,
                        address,
                        0,
                        e.fault().kind().words() + ": " + e.fault().detail(),
                        1L << format.shift(level),
                        List.of()));
                return steps;
            }
            steps.add(new Step(
                    name,
                    address,
                    entry,
                    note(level, entry),
                    1L << format.shift(level),
                    leafAt(level, entry) ? EntryFlags.leaf(entry, format.wide()) : List.of()));
            if (!tableAt(level, entry)) {
                return steps;
            }
            table = format.address(entry, format.pageShift());
        }
        return steps;
    }

    /** Returns what an entry of the lowest level means. */
    PageEntry entry(long entry) {
        int last = format.depth() - 1;
        return leafAt(last, entry)
                ? new PageEntry(
                        true, format.address(entry, format.shift(last)), EntryFlags.leaf(entry, format.wide()), null)
                : new PageEntry(false, 0, List.of(), null);
    }

    /** Returns whether an entry is a block or page. Pages of PROT_NONE are not valid but keep their type bit; swap entries have none. */
    boolean leafAt(int level, long entry) {
        return level == format.depth() - 1
                ? (entry & EntryFlags.TABLE) != 0
                : format.blockPossible(level) && (entry & (EntryFlags.VALID | EntryFlags.TABLE)) == EntryFlags.VALID;
    }

    /** Returns whether an entry points at a table. */
    boolean tableAt(int level, long entry) {
        long both = EntryFlags.VALID | EntryFlags.TABLE;
        return level < format.depth() - 1 && (entry & both) == both;
    }

    /** Returns one table's entries, or throws a fault. */
    LittleEndian table(long address, int level) {
        return LittleEndian.of(physical.bytes(address, format.entries(level) * 8));
    }

    /** Returns whether an address lies in the half that these tables translate, tags aside. */
    boolean translates(long virtual) {
        int unused = 64 - format.addressBits();
        return kernelHalf ? virtual >> format.addressBits() == -1 : virtual << 8 >>> 8 == virtual << unused >>> unused;
    }

    private long read(long virtual, int level, long table) {
        long address = table + format.index(level, virtual) * 8L;
        try {
            return physical.u64(address);
        } catch (FaultException e) {
            Fault cause = e.fault();
            throw new FaultException(new Fault(
                    cause.kind(),
                    virtual,
                    format.name(level) + " table at physical 0x" + Long.toHexString(table) + ": " + cause.detail()));
        }
    }

    private void checkHalf(long virtual) {
        if (!translates(virtual)) {
            throw fault(
                    virtual,
                    "not a" + (kernelHalf ? " kernel" : " user") + " address of " + format.addressBits() + " bits");
        }
    }

    private static FaultException fault(long virtual, String detail) {
        return new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, detail));
    }

    private String note(int level, long entry) {
        if (entry == 0) {
            return "not present";
        }
        if (leafAt(level, entry)) {
            String kind = level == format.depth() - 1 ? " page (" : " block (";
            return TableFormat.size(format.shift(level)) + kind
                    + String.join("|", EntryFlags.leaf(entry, format.wide())) + ")";
        }
        if (tableAt(level, entry)) {
            return EntryFlags.table(entry);
        }
        return (entry & EntryFlags.VALID) != 0 ? "not a valid entry" : "not present (swapped out or moved)";
    }

    /**
     * What maps an address.
     *
     * @param shift the bits of an address that lie inside the block or page
     * @param entry the entry
     * @param frame physical address of the first byte of the block or page
     */
    record Leaf(int shift, long entry, long frame) {}

    private record Translation(long page, long frame) {}
}
