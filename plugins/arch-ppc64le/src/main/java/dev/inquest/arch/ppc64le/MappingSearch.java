package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.image.VmcoreInfoSearch;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds out how the dumped kernel is mapped: by VMCOREINFO in the headers or in memory, else by a vmlinux's addresses.
 *
 * <p>Radix or hash: radix tables map the linear map too, so with radix tables the address of the top-level table must lead to that table. Where
 * it does not, the kernel runs in hash mode, and the sizes of the levels are those of the kernel's variables ({@code __pte_index_size} …)
 * or of the format by which most of the vmalloc areas that the kernel lists can be translated.
 */
final class MappingSearch {
    private static final int MOST_AREAS = 64;

    private final Architecture.Context context;

    MappingSearch(Architecture.Context context) {
        this.context = context;
    }

    KernelMapping find() throws OpenException {
        VmcoreInfo info = context.vmcoreInfo();
        if (info == null) {
            info = VmcoreInfoSearch.inPages(context.image(), this::describesThisMemory);
            if (info != null) {
                context.remark("The dump's headers have no VMCOREINFO; it was found in memory.");
            }
        }
        if (info != null) {
            OptionalLong top = info.symbol("swapper_pg_dir");
            if (top.isEmpty()) {
                throw new OpenException(name() + ": VMCOREINFO does not tell where the kernel's page tables are"
                        + " (SYMBOL(swapper_pg_dir)); the dump may be damaged");
            }
            return mapping(info, top.getAsLong(), bias(info));
        }
        OptionalLong top = context.linkAddress("swapper_pg_dir");
        if (top.isPresent()) {
            context.remark("The dump has no VMCOREINFO; the kernel was found by the vmlinux's addresses.");
            return mapping(null, top.getAsLong(), 0);
        }
        throw new OpenException(
                name() + ": no way into the kernel's memory: VMCOREINFO is neither in the dump's headers nor in"
                        + " its memory; give the kernel's vmlinux");
    }

    private String name() {
        return context.image().names().isEmpty()
                ? "dump"
                : context.image().names().getFirst();
    }

    /**
     * Returns the displacement of a relocatable kernel: it runs where it was loaded, which is the beginning of memory unless it is a
     * capture kernel.
     */
    private long bias(VmcoreInfo info) {
        OptionalLong runtime = info.symbol("init_uts_ns");
        OptionalLong link = context.linkAddress("init_uts_ns");
        if (runtime.isPresent() && link.isPresent()) {
            return runtime.getAsLong() - link.getAsLong();
        }
        OptionalLong offset = info.kernelOffset();
        return offset.isPresent()
                ? offset.getAsLong()
                : info.symbol("_stext").orElse(AddressSpace.LINEAR) - AddressSpace.LINEAR;
    }

    private KernelMapping mapping(@Nullable VmcoreInfo info, long top, long bias) {
        long root = top - AddressSpace.LINEAR;
        KernelVariables variables = new KernelVariables(context, info, bias);
        List<TableFormat> formats = formats(info, variables);
        PageSizes sizes = new PageSizes(variables);
        boolean unreadable = false;
        for (TableFormat format : formats) {
            if (format.radix()) {
                PageTables tables = new PageTables(context.physical(), format, root, sizes);
                try {
                    if (tables.physical(top) == root) {
                        return new KernelMapping(tables, bias, info);
                    }
                } catch (FaultException e) {
                    unreadable |= e.fault().kind() != Fault.Kind.NOT_MAPPED;
                }
            }
        }
        if (unreadable) {
            context.remark("The kernel's page tables are not in the dump; only linearly mapped memory can be read.");
            return new KernelMapping(new PageTables(context.physical(), formats.getFirst(), root, sizes), bias, info);
        }
        TableFormat told = told(variables, formats);
        TableFormat hash = told != null ? told : bestHash(variables, formats, root, sizes);
        return new KernelMapping(new PageTables(context.physical(), hash, root, sizes), bias, info);
    }

    /** Returns the formats with the kernel's size of pages, or all where neither VMCOREINFO nor its lowest tables tell that. */
    private static List<TableFormat> formats(@Nullable VmcoreInfo info, KernelVariables variables) {
        String size = info == null ? "" : info.get("PAGESIZE").orElse("").strip();
        long lowest = variables.u64("__pte_index_size").orElse(0);
        List<TableFormat> fitting = new ArrayList<>();
        // NUMBER(RADIX_MMU) since 6.10.
        OptionalLong mode = info == null ? OptionalLong.empty() : info.number("RADIX_MMU");
        for (TableFormat format : TableFormat.ALL) {
            if (mode.isPresent() && format.radix() != (mode.getAsLong() != 0)) {
                continue;
            }
            if (size.isEmpty()
                    ? lowest == format.levels().getLast().bits()
                    : size.equals(Integer.toString(1 << format.pageShift()))) {
                fitting.add(format);
            }
        }
        return fitting.isEmpty() ? TableFormat.ALL : fitting;
    }

    /** Returns the hash format that the kernel's variables tell, or null when no vmlinux tells their addresses. */
    private static @Nullable TableFormat told(KernelVariables variables, List<TableFormat> formats) {
        long pte = variables.u64("__pte_index_size").orElse(0);
        long pmd = variables.u64("__pmd_index_size").orElse(0);
        long pud = variables.u64("__pud_index_size").orElse(-1);
        long pgd = variables.u64("__pgd_index_size").orElse(0);
        if (!size(pte) || !size(pmd) || !size(pgd) || pud != 0 && !size(pud)) {
            return null;
        }
        // Of the page sizes only 4 KiB have tables of a whole page for the lowest level in hash mode.
        int pageShift = pte == 9 ? 12 : 16;
        for (TableFormat format : formats) {
            if (!format.radix()
                    && format.equals(TableFormat.of(
                            format.name(), false, format.pageShift(), (int) pgd, (int) pud, (int) pmd, (int) pte))) {
                return format;
            }
        }
        return TableFormat.of("hash", false, pageShift, (int) pgd, (int) pud, (int) pmd, (int) pte);
    }

    private static boolean size(long bits) {
        return bits >= 4 && bits <= 16;
    }

    /**
     * Returns the hash format by which most of the vmalloc areas can be translated, and by which the tables make sense: before 4.7 entries had another
     * byte order or other bits.
     */
    private TableFormat bestHash(KernelVariables variables, List<TableFormat> formats, long root, PageSizes sizes) {
        List<Long> areas = vmallocAreas(variables);
        TableSense sense = new TableSense(context);
        TableFormat best = null;
        int most = Integer.MIN_VALUE;
        for (TableFormat format : formats) {
            if (!format.radix()) {
                PageTables tables = new PageTables(context.physical(), format, root, sizes);
                int score = sense.of(format, root);
                for (long area : score > TableSense.NONE ? areas : List.<Long>of()) {
                    score += translates(tables, area) ? TableSense.MOST : 0;
                }
                if (score > most) {
                    best = format;
                    most = score;
                }
            }
        }
        return best == null ? formats.getFirst() : best;
    }

    private boolean translates(PageTables tables, long virtual) {
        try {
            long physical = tables.physical(virtual);
            return physical != 0
                    && Long.compareUnsigned(
                                    physical / context.image().pageSize(),
                                    context.image().endPfn())
                            < 0;
        } catch (FaultException e) {
            return false;
        }
    }

    /** Returns the first addresses of some vmalloc areas, by {@code vmap_area_list} (in VMCOREINFO until 6.9). */
    private static List<Long> vmallocAreas(KernelVariables variables) {
        List<Long> areas = new ArrayList<>();
        VmcoreInfo info = variables.info();
        OptionalLong head = info == null ? OptionalLong.empty() : info.symbol("vmap_area_list");
        if (info == null || head.isEmpty()) {
            return areas;
        }
        long toList = info.offset("vmap_area.list").orElse(0);
        long toStart = info.offset("vmap_area.va_start").orElse(0);
        Set<Long> seen = new HashSet<>();
        OptionalLong node = variables.u64At(head.getAsLong());
        while (node.isPresent()
                && node.getAsLong() != head.getAsLong()
                && seen.add(node.getAsLong())
                && seen.size() < MOST_AREAS) {
            variables.u64At(node.getAsLong() - toList + toStart).ifPresent(areas::add);
            node = variables.u64At(node.getAsLong());
        }
        return areas;
    }

    /** Judges a VMCOREINFO found in memory. */
    private boolean describesThisMemory(VmcoreInfo info) {
        return VmcoreInfoSearch.describes(info, context.physical(), LongStream.of(AddressSpace.LINEAR));
    }
}
