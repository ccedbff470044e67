package dev.inquest.commands.memory;

import dev.inquest.api.arch.PageEntry;
import dev.inquest.api.files.Paths;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.result.Cell;
import dev.inquest.api.result.Row;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Value;
import org.jspecify.annotations.Nullable;

/** Names the swap area that an entry of a page table points into: {@code swap_info[type]} (mm/swapfile.c). */
@Reads(value = "swap_info_struct", optional = "swap_file", lost = "names of swap files", mayLack = true)
final class SwapAreas {
    private SwapAreas() {}

    static Row row(Kernel kernel, PageEntry.Swap swap) {
        return new Row()
                .put("type", swap.type())
                .put("offset", swap.offset())
                .put("area", Cell.of(() -> area(kernel, swap.type())));
    }

    /** Returns the file of an area, or null for a type that stands for something else: pages that are moved, poisoned or a device's. */
    private static @Nullable String area(Kernel kernel, int type) {
        long count = kernel.memory()
                .u32(kernel.address("nr_swapfiles")
                        .orElseThrow(() -> new MissingTypeException("the kernel's symbol nr_swapfiles is not known")));
        if (type >= count) {
            return null;
        }
        long table = kernel.address("swap_info")
                .orElseThrow(() -> new MissingTypeException("the kernel's symbol swap_info is not known"));
        long info =
                kernel.memory().pointer(table + (long) type * kernel.memory().pointerSize());
        Value file = kernel.at("struct swap_info_struct", info).member("swap_file");
        String path = new Paths(kernel).ofFile(file.asLong());
        return path.isEmpty() ? null : path;
    }
}
