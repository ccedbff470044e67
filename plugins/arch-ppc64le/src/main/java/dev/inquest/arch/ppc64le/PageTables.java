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
    /** Bits 8 to 59 of a directory entry. */
    private static final long TABLE = 0x0fff_ffff_ffff_ff00L;
    /** {@code PTE_RPN_MASK}: the kernel uses physical addresses of up to 53 bits ({@code _PAGE_PA_MAX}). */
    private static final long FRAME = (1L << 53) - 1;

    private static final long UPPER_BITS = 0xf000_0000_0000_0000L;
    private static final int KEPT = 1024;

    private final Memory physical;
    private final TableFormat format;
    private final long root;
    private final AtomicReferenceArray<@Nullable Translation> kept = new AtomicReferenceArray<>(KEPT);

    /**
     * Makes a translation.
     *
     * @param physical physical memory
     * @param format the format
     * @param root physical address of the top-level table
     */
    PageTables(Memory physical, TableFormat format, long root) {
        this.physical = physical;
        this.format = format;
        this.root = root;
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
            long entry = read(virtual, level, table);
            boolean last = depth == format.depth() - 1;
            if (last || (entry & PageFlags.LEAF) != 0) {
                if (!present(entry)) {
                    throw fault(virtual, "the " + level.words() + " entry is not present");
                }
                return entry & FRAME & ~level.offsetMask() | virtual & level.offsetMask();
            }
            if (!directory(entry)) {
                throw fault(virtual, "no " + level.words() + " entry is present");
            }
            table = entry & TABLE;
        }
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
            long address = table + level.index(virtual) * 8L;
            long entry;
            try {
                entry = entry(address);
            } catch (FaultException e) {
                Fault fault = e.fault();
                steps.add(new Step(
                        level.words(),
                        address,
                        0,
                        fault.kind().words() + ": " + fault.detail(),
                        1L << level.shift(),
                        List.of()));
                return steps;
            }
            boolean leaf = depth == format.depth() - 1 || (entry & PageFlags.LEAF) != 0;
            steps.add(new Step(
                    level.words(),
                    address,
                    entry,
                    note(level, entry, leaf),
                    1L << level.shift(),
                    leaf && present(entry) ? PageFlags.words(entry, format.radix()) : List.of()));
            if (leaf || !directory(entry)) {
                return steps;
            }
            table = entry & TABLE;
        }
        return steps;
    }

    /** Returns what an entry of the lowest level means. */
    PageEntry meaning(long entry) {
        return present(entry)
                ? new PageEntry(
                        true,
                        entry & FRAME & ~format.levels().getLast().offsetMask(),
                        PageFlags.words(entry, format.radix()),
                        null)
                : new PageEntry(false, 0, List.of(), null);
    }

    private boolean translatable(long virtual) {
        return (virtual & ~UPPER_BITS) >>> format.addressBits() == 0;
    }

    /** Returns whether an entry points at a table. */
    private boolean directory(long entry) {
        return format.radix() ? (entry & PageFlags.PRESENT) != 0 : (entry & TABLE) != 0;
    }

    private static boolean present(long entry) {
        return (entry & PageFlags.LEAF) != 0 && (entry & (PageFlags.PRESENT | PageFlags.INVALID)) != 0;
    }

    private long entry(long address) {
        return Long.reverseBytes(physical.u64(address));
    }

    private long read(long virtual, TableFormat.Level level, long table) {
        try {
            return entry(table + level.index(virtual) * 8L);
        } catch (FaultException e) {
            Fault cause = e.fault();
            throw new FaultException(new Fault(
                    cause.kind(),
                    virtual,
                    level.words() + " table at physical 0x" + Long.toHexString(table) + ": " + cause.detail()));
        }
    }

    private static FaultException fault(long virtual, String detail) {
        return new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, detail));
    }

    private String note(TableFormat.Level level, long entry, boolean leaf) {
        if (entry == 0 || !leaf && !directory(entry)) {
            return "not present";
        }
        if (!leaf) {
            return "";
        }
        return present(entry)
                ? size(level.shift()) + " page (" + String.join("|", PageFlags.words(entry, format.radix())) + ")"
                : "not present (swapped out or moved)";
    }

    private static String size(int shift) {
        return shift >= 30
                ? (1L << shift - 30) + "GB"
                : shift >= 20 ? (1L << shift - 20) + "MB" : (1L << shift - 10) + "KB";
    }

    private record Translation(long page, long frame) {}
}
