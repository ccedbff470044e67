package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.ArchSession.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The regions of the kernel's part. Their bounds differ by mode, size of pages and release (0034d395f89d, 5.2, moved those of hash mode), so
 * those that only the kernel's variables tell are listed where a vmlinux tells where the variables are.
 */
final class Regions {
    private Regions() {}

    static List<Region> of(KernelVariables variables, TableFormat format, VmemmapList vmemmap, long memoryEnd) {
        List<Region> regions = new ArrayList<>();
        regions.add(new Region("direct map", AddressSpace.LINEAR, AddressSpace.LINEAR + memoryEnd));
        OptionalLong text = variables.address("_stext");
        OptionalLong end = variables.address("_end");
        if (text.isPresent() && end.isPresent()) {
            regions.add(new Region("kernel text", text.getAsLong(), end.getAsLong()));
        }
        boolean vmalloc = add(regions, "vmalloc", variables, "__vmalloc_start", "__vmalloc_end");
        add(regions, "io", variables, "__kernel_io_start", "__kernel_io_end");
        OptionalLong array = variables.u64("vmemmap");
        if (format.radix() && array.isPresent() && kernel(array.getAsLong())) {
            long start = array.getAsLong();
            regions.add(new Region("vmemmap", start, start + Math.max((memoryEnd >>> format.pageShift()) * 64, 4096)));
        } else if (!format.radix() && vmemmap.start().isPresent()) {
            regions.add(new Region("vmemmap", vmemmap.start().getAsLong(), vmemmap.end()));
        }
        if (!vmalloc && format.beforeBigEndian()) {
            long half = AddressSpace.VIRTUAL_OLD + AddressSpace.VIRTUAL_OLD_SIZE / 2;
            regions.add(new Region("vmalloc", AddressSpace.VIRTUAL_OLD, half));
            regions.add(new Region("io", half, AddressSpace.VIRTUAL_OLD + AddressSpace.VIRTUAL_OLD_SIZE));
        } else if (!vmalloc) {
            regions.add(new Region("vmalloc, io and vmemmap", format.linearEnd(), AddressSpace.VIRTUAL_END));
        }
        regions.sort((a, b) -> Long.compareUnsigned(a.start(), b.start()));
        return List.copyOf(regions);
    }

    private static boolean add(List<Region> regions, String name, KernelVariables variables, String from, String to) {
        OptionalLong start = variables.u64(from);
        OptionalLong end = variables.u64(to);
        boolean known = start.isPresent()
                && end.isPresent()
                && kernel(start.getAsLong())
                && Long.compareUnsigned(start.getAsLong(), end.getAsLong()) < 0;
        if (known) {
            regions.add(new Region(name, start.getAsLong(), end.getAsLong()));
        }
        return known;
    }

    private static boolean kernel(long address) {
        return Long.compareUnsigned(address, AddressSpace.LINEAR) >= 0;
    }
}
