package dev.inquest.arch.x8664;

import dev.inquest.api.arch.ArchSession.Region;
import dev.inquest.api.arch.Architecture;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The regions of the kernel's half. Randomised ones are listed when their place is known: from the kernel's variables, or from the
 * direct map being where it is without randomisation.
 */
final class Regions {
    private Regions() {}

    static List<Region> of(
            Architecture.Context context,
            KernelMapping mapping,
            OptionalLong directMap,
            long directMapSize,
            long imageSize) {
        PagingMode mode = mapping.tables().mode();
        List<Region> regions = new ArrayList<>();
        boolean fixed = false;
        if (directMap.isPresent()) {
            long base = directMap.getAsLong();
            fixed = base == AddressSpace.directMap(mode);
            regions.add(new Region("direct map", base, base + directMapSize));
        }
        OptionalLong vmalloc = base(context, mapping, "vmalloc_base", fixed, AddressSpace.vmalloc(mode));
        vmalloc.ifPresent(base -> regions.add(new Region("vmalloc", base, base + AddressSpace.vmallocSize(mode))));
        OptionalLong vmemmap = base(context, mapping, "vmemmap_base", fixed, AddressSpace.vmemmap(mode));
        vmemmap.ifPresent(base -> regions.add(new Region("vmemmap", base, base + Math.max(directMapSize >>> 6, 4096))));
        regions.add(
                new Region("cpu entry area", AddressSpace.CPU_ENTRY_AREA, AddressSpace.CPU_ENTRY_AREA + (1L << 39)));
        OptionalLong text = context.linkAddress("_text");
        OptionalLong end = context.linkAddress("_end");
        boolean known = text.isPresent() && end.isPresent();
        regions.add(new Region(
                "kernel text",
                known ? text.getAsLong() + mapping.bias() : AddressSpace.KERNEL_MAP,
                known ? end.getAsLong() + mapping.bias() : AddressSpace.KERNEL_MAP + imageSize));
        regions.add(new Region("modules", AddressSpace.KERNEL_MAP + imageSize, AddressSpace.MODULES_END));
        regions.add(new Region("fixmap", AddressSpace.MODULES_END, AddressSpace.FIXMAP_END));
        regions.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        return List.copyOf(regions);
    }

    private static OptionalLong base(
            Architecture.Context context, KernelMapping mapping, String variable, boolean fixed, long otherwise) {
        OptionalLong read = KernelVariables.read(context, mapping, variable);
        if (read.isPresent() && read.getAsLong() < 0) {
            return read;
        }
        return fixed ? OptionalLong.of(otherwise) : OptionalLong.empty();
    }
}
