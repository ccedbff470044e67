package dev.inquest.arch.arm64;

import dev.inquest.api.arch.ArchSession.Region;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The regions of the kernel's addresses (Documentation/arch/arm64/memory.rst, arch/arm64/include/asm/memory.h and pgtable.h). The layout
 * changed with many releases; what VMCOREINFO does not tell (before 6.0) is left out.
 */
final class Regions {
    private static final long LARGEST_IMAGE = 64L << 20;
    /** {@code VMEMMAP_END} since 32697ff38287 (6.9); the fixed addresses then end at -8 MiB. */
    private static final long VMEMMAP_END_69 = -(1L << 30);

    private static final long FIXMAP_SIZE = 8L << 20;
    private static final long FIXMAP_TOP_69 = -(8L << 20);
    private static final long FIXMAP_GAP = 32L << 20;

    private Regions() {}

    static List<Region> of(Architecture.Context context, KernelMapping mapping, long endOfMemory) {
        List<Region> regions = new ArrayList<>();
        LinearMap linear = mapping.linear();
        if (linear != null) {
            long first = context.image().firstPfn() * context.image().pageSize();
            regions.add(new Region("direct map", linear.offset() + first, linear.offset() + endOfMemory));
        }
        VmcoreInfo info = mapping.info();
        if (info != null) {
            add(regions, "modules", info.number("MODULES_VADDR"), info.number("MODULES_END"));
            add(regions, "vmalloc", info.number("VMALLOC_START"), info.number("VMALLOC_END"));
            OptionalLong vmemmap = info.number("VMEMMAP_START");
            OptionalLong vmemmapEnd = info.number("VMEMMAP_END");
            add(regions, "vmemmap", vmemmap, vmemmapEnd);
            if (vmemmap.isPresent() && vmemmapEnd.isPresent()) {
                long top = vmemmapEnd.getAsLong() == VMEMMAP_END_69 ? FIXMAP_TOP_69 : vmemmap.getAsLong() - FIXMAP_GAP;
                regions.add(new Region("fixmap", top - FIXMAP_SIZE, top));
            }
        }
        Region image = image(context, mapping);
        if (image != null) {
            regions.add(image);
        }
        regions.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        return List.copyOf(regions);
    }

    private static void add(List<Region> regions, String name, OptionalLong start, OptionalLong end) {
        if (start.isPresent() && end.isPresent() && Long.compareUnsigned(start.getAsLong(), end.getAsLong()) < 0) {
            regions.add(new Region(name, start.getAsLong(), end.getAsLong()));
        }
    }

    /** Returns the kernel's image: by the vmlinux; else from {@code _stext} to the last page that is mapped as the image is. */
    private static @Nullable Region image(Architecture.Context context, KernelMapping mapping) {
        OptionalLong text = context.linkAddress("_text");
        OptionalLong end = context.linkAddress("_end");
        if (text.isPresent() && end.isPresent()) {
            return new Region("kernel text", text.getAsLong() + mapping.bias(), end.getAsLong() + mapping.bias());
        }
        OptionalLong stext = mapping.info() == null ? text : mapping.info().symbol("_stext");
        if (stext.isEmpty()) {
            return null;
        }
        long start = stext.getAsLong() & -mapping.tables().pageSize();
        long last = start;
        int page = mapping.tables().pageSize();
        for (long at = start; at - start < LARGEST_IMAGE; at += page) {
            try {
                if (mapping.tables().physical(at) == at - mapping.imageOffset()) {
                    last = at;
                }
            } catch (FaultException e) {
                // The memory of initialisation was given back.
            }
        }
        return new Region("kernel text", start, last + page);
    }

    /** Returns the first physical address behind all that the dump describes. */
    static long endOfMemory(DumpImage image) {
        return Math.max(0, Math.min(image.endPfn(), (1L << 52) / image.pageSize())) * image.pageSize();
    }
}
