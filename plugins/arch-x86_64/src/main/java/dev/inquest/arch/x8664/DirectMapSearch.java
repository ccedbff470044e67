package dev.inquest.arch.x8664;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.LittleEndian;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.OptionalLong;

/**
 * Finds where all physical memory is mapped in one piece ({@code page_offset_base}): from the variable, from the addresses in an
 * ELF header, or from the page tables: it is the lowest of the kernel's regions (arch/x86/mm/kaslr.c).
 */
final class DirectMapSearch {
    private static final int FIRST_INDEX = 273;
    private static final int MOST_TABLES = 64;
    private static final long ALIGNMENT = 1L << 30;

    private final Architecture.Context context;
    private final KernelMapping mapping;
    private int tablesRead;

    DirectMapSearch(Architecture.Context context, KernelMapping mapping) {
        this.context = context;
        this.mapping = mapping;
    }

    OptionalLong find() {
        OptionalLong base = KernelVariables.read(context, mapping, "page_offset_base");
        if (base.isPresent() && mayBe(base.getAsLong())) {
            return base;
        }
        for (DumpImage.Segment segment : context.image().segments()) {
            long candidate = segment.virtual() - segment.physical();
            boolean plausible = segment.virtual() < 0
                    && segment.virtual() < AddressSpace.CPU_ENTRY_AREA
                    && (candidate & ALIGNMENT - 1) == 0;
            if (plausible && mayBe(candidate)) {
                return OptionalLong.of(candidate);
            }
        }
        OptionalLong lowest =
                mapping.readable() ? lowest(0, mapping.tables().root(), FIRST_INDEX, 0) : OptionalLong.empty();
        return lowest.isPresent() && translates(lowest.getAsLong()) ? lowest : OptionalLong.empty();
    }

    /**
     * Returns whether a base that was told can be taken: because the page tables have it, or because they cannot be read as far as that. A file that
     * is cut short has the kernel's image more often than the tables, which were allocated behind it.
     */
    private boolean mayBe(long base) {
        if (translates(base)) {
            return true;
        }
        boolean kernel = base < AddressSpace.CPU_ENTRY_AREA && (base & ALIGNMENT - 1) == 0;
        if (!kernel || !lost(base + mapping.tables().root())) {
            return false;
        }
        if (mapping.readable()) {
            context.remark(
                    "The page tables of the direct map are not in the dump; it was taken to be where the kernel says that it is.");
        }
        return true;
    }

    private boolean lost(long virtual) {
        try {
            mapping.tables().physical(virtual);
            return false;
        } catch (FaultException e) {
            return e.fault().kind() != Fault.Kind.NOT_MAPPED;
        }
    }

    /** Judges a base by the top-level table, whose place in memory is known. */
    private boolean translates(long base) {
        if (base >= AddressSpace.CPU_ENTRY_AREA) {
            return false;
        }
        long root = mapping.tables().root();
        try {
            return mapping.tables().physical(base + root) == root;
        } catch (FaultException e) {
            return false;
        }
    }

    /** Returns virtual minus physical address of the lowest page that is mapped below a table. */
    private OptionalLong lowest(int depth, long table, int first, long prefix) {
        if (++tablesRead > MOST_TABLES) {
            return OptionalLong.empty();
        }
        PageTables tables = mapping.tables();
        PagingMode.Level level = tables.mode().level(depth);
        LittleEndian entries;
        try {
            entries = tables.table(table);
        } catch (FaultException e) {
            return OptionalLong.empty();
        }
        for (int index = first; index < 512; index++) {
            long entry = entries.u64(index * 8L);
            if ((entry & PageTables.PRESENT) == 0) {
                continue;
            }
            long virtual = prefix | (long) index << level.shift();
            if (tables.leafAt(depth, entry)) {
                int unused = 64 - tables.mode().addressBits();
                long base = (virtual << unused >> unused) - (tables.target(entry) & ~level.offsetMask());
                return (base & ALIGNMENT - 1) == 0 ? OptionalLong.of(base) : OptionalLong.empty();
            }
            OptionalLong below = lowest(depth + 1, tables.target(entry), 0, virtual);
            if (below.isPresent()) {
                return below;
            }
        }
        return OptionalLong.empty();
    }
}
