package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.PageEntry;
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
    private static final long UPPER_BITS = 0xf000_0000_0000_0000L;
    private static final String HUGE = "HUGEPD";
    private static final int KEPT = 1024;

    private final Memory physical;
    private final TableFormat format;
    private final EntryFormat entries;
    private final long root;
    private final PageSizes sizes;
    private final AtomicReferenceArray<@Nullable Translation> kept = new AtomicReferenceArray<>(KEPT);

    /**
     * Makes a translation.
     *
     * @param physical physical memory
     * @param format the format
     * @param root physical address of the top-level table
     * @param sizes sizes of huge pages
     */
    PageTables(Memory physical, TableFormat format, long root, PageSizes sizes) {
        this.physical = physical;
        this.format = format;
        this.entries = format.entries();
        this.root = root;
        this.sizes = sizes;
    }

    /** Returns the same translation from another top-level table. */
    PageTables from(long table) {
        return new PageTables(physical, format, table, sizes);
    }

    TableFormat format() {
        return format;
    }

    @Override
    public int pageSize() {
        return 1 << format.pageShift();
    }

    @Override
    public long physical(long virtual) {
        long page = virtual >>> 12;
        int slot = (int) (page ^ page >>> 10) & KEPT - 1;
        Translation known = kept.get(slot);
        if (known != null && known.page == page) {
            return known.frame | virtual & 0xfff;
        }
        long result = translate(virtual);
        kept.set(slot, new Translation(page, result & ~0xfffL));
        return result;
    }

    private long translate(long virtual) {
        if (!translatable(virtual)) {
            throw fault(virtual, "not an address of " + format.addressBits() + "-bit translation");
        }
        long table = root;
        for (int depth = 0; ; depth++) {
            TableFormat.Level level = format.levels().get(depth);
            long entry = read(virtual, level.words(), table, level.index(virtual));
            boolean last = depth == format.depth() - 1;
            if (last || entries.isLeaf(entry)) {
                return inPage(virtual, level.words(), entry, level.shift());
            }
            if (!entries.isDirectory(entry)) {
                throw fault(virtual, "no " + level.words() + " entry is present");
            }
            table = entries.table(entry);
            if (entries.isHugeDirectory(entry)) {
                int shift = hugeShift(level, entry);
                return inPage(virtual, HUGE, read(virtual, HUGE, table, hugeIndex(level, shift, virtual)), shift);
            }
        }
    }

    private long inPage(long virtual, String level, long entry, int shift) {
        if (!entries.isPresent(entry)) {
            throw fault(virtual, "the " + level + " entry is not present");
        }
        long inside = (1L << shift) - 1;
        return entries.frame(entry, format.pageShift()) & ~inside | virtual & inside;
    }

    /** Returns log2 of the size of the pages of a directory of huge pages. */
    private int hugeShift(TableFormat.Level level, long entry) {
        return sizes.shift(entries.hugeSize(entry), level.shift());
    }

    /** The entry's whole range is divided into pages, of which the table has one entry each (hugepte_offset, arch/powerpc/mm/hugetlbpage.c). */
    private static int hugeIndex(TableFormat.Level level, int shift, long virtual) {
        return (int) ((virtual & level.offsetMask()) >>> shift);
    }

    @Override
    public List<Step> walk(long virtual) {
        List<Step> steps = new ArrayList<>(format.depth());
        if (!translatable(virtual)) {
            return steps;
        }
        long table = root;
        for (int depth = 0; depth < format.depth(); depth++) {
            TableFormat.Level level = format.levels().get(depth);
            Step step =
                    step(level.words(), table + level.index(virtual) * 8L, level.shift(), depth == format.depth() - 1);
            steps.add(step);
            long entry = step.entry();
            if (entry == 0 || depth == format.depth() - 1 || entries.isLeaf(entry) || !entries.isDirectory(entry)) {
                return steps;
            }
            table = entries.table(entry);
            if (entries.isHugeDirectory(entry)) {
                int shift = hugeShift(level, entry);
                steps.add(step(HUGE, table + hugeIndex(level, shift, virtual) * 8L, shift, true));
                return steps;
            }
        }
        return steps;
    }

    private Step step(String level, long address, int shift, boolean last) {
        long entry;
        try {
            entry = entry(address);
        } catch (FaultException e) {
            Fault fault = e.fault();
            return new Step(level, address, 0, fault.kind().words() + ": " + fault.detail(), 1L << shift, List.of());
        }
        boolean leaf = last || entries.isLeaf(entry);
        return new Step(
                level,
                address,
                entry,
                note(shift, entry, leaf),
                1L << shift,
                leaf && entries.isPresent(entry) ? entries.words(entry) : List.of());
    }

    /** Returns what an entry of the lowest level means. */
    PageEntry meaning(long entry) {
        return entries.isPresent(entry)
                ? new PageEntry(
                        true,
                        entries.frame(entry, format.pageShift())
                                & ~format.levels().getLast().offsetMask(),
                        entries.words(entry),
                        null)
                : new PageEntry(false, 0, List.of(), null);
    }

    private boolean translatable(long virtual) {
        return (virtual & ~UPPER_BITS) >>> format.addressBits() == 0;
    }

    private long entry(long address) {
        return entries.entry(physical.u64(address));
    }

    private long read(long virtual, String level, long table, int index) {
        try {
            return entry(table + index * 8L);
        } catch (FaultException e) {
            Fault cause = e.fault();
            throw new FaultException(new Fault(
                    cause.kind(),
                    virtual,
                    level + " table at physical 0x" + Long.toHexString(table) + ": " + cause.detail()));
        }
    }

    private static FaultException fault(long virtual, String detail) {
        return new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, detail));
    }

    private String note(int shift, long entry, boolean leaf) {
        if (entry == 0 || !leaf && !entries.isDirectory(entry)) {
            return "not present";
        }
        if (!leaf) {
            return entries.isHugeDirectory(entry) ? "directory of huge pages" : "";
        }
        return entries.isPresent(entry)
                ? size(shift) + " page (" + String.join("|", entries.words(entry)) + ")"
                : "not present (swapped out or moved)";
    }

    private static String size(int shift) {
        return shift >= 30
                ? (1L << shift - 30) + "GB"
                : shift >= 20 ? (1L << shift - 20) + "MB" : (1L << shift - 10) + "KB";
    }

    private record Translation(long page, long frame) {}
}
