package dev.inquest.commands.dump.classify;

import dev.inquest.api.image.Machine;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.MissingTypeException;
import java.util.List;
import java.util.OptionalLong;

/**
 * The one array of {@code struct page} of CONFIG_FLATMEM (mm/mm_init.c, alloc_node_mem_map; mm/page_alloc.c before v6.5). The only node,
 * {@code contig_page_data}, tells its first frame, how many there are, and where the first frame's structure is; where no member is told,
 * {@code mem_map} points at the structure of frame 0, and {@code max_mapnr} is the first frame behind the last.
 */
@Reads(
        value = "pglist_data",
        optional = {"node_mem_map", "node_start_pfn", "node_spanned_pages"},
        since = "node_mem_map is there with CONFIG_FLATMEM alone")
final class FlatPages {
    private final Kernel kernel;
    private final KernelNumbers numbers;
    private final long frames;
    private final int structSize;

    /**
     * Prepares.
     *
     * @param frames the first number that no frame has
     * @param structSize bytes of a {@code struct page}
     */
    FlatPages(Kernel kernel, long frames, int structSize) {
        this.kernel = kernel;
        this.numbers = new KernelNumbers(kernel);
        this.frames = frames;
        this.structSize = structSize;
    }

    /** Returns whether the kernel tells of such an array. Kernels of one node with sections of memory have the symbols too: those are asked first. */
    boolean told() {
        return numbers.symbol("mem_map").isPresent()
                || numbers.symbol("contig_page_data").isPresent()
                        && numbers.offset("pglist_data", "node_mem_map").isPresent();
    }

    /** Returns the array, or throws {@link MissingTypeException} when there is no way to it. */
    PageArray read() {
        try {
            OptionalLong node = numbers.symbol("contig_page_data");
            OptionalLong map = numbers.offset("pglist_data", "node_mem_map");
            OptionalLong start = numbers.offset("pglist_data", "node_start_pfn");
            OptionalLong spanned = numbers.offset("pglist_data", "node_spanned_pages");
            if (node.isPresent() && map.isPresent() && start.isPresent() && spanned.isPresent()) {
                long first = kernel.memory().u64(node.getAsLong() + start.getAsLong());
                long count = kernel.memory().u64(node.getAsLong() + spanned.getAsLong());
                long array = kernel.memory().pointer(node.getAsLong() + map.getAsLong());
                return array(array, first, count);
            }
            return byMemMap();
        } catch (FaultException e) {
            throw new MissingTypeException(
                    "the array of struct page is not found: " + e.fault().message());
        }
    }

    private PageArray byMemMap() {
        OptionalLong map = numbers.symbol("mem_map");
        if (map.isEmpty() || kernel.image().machine().elfMachine() == Machine.EM_AARCH64) {
            // On arm64 memory begins anywhere, and the first structure is of the first frame there is
            // (ARCH_PFN_OFFSET).
            throw new MissingTypeException(
                    "the array of struct page is not found: the members of struct pglist_data are told"
                            + " neither by the kernel's types nor by VMCOREINFO");
        }
        OptionalLong most = numbers.symbol("max_mapnr");
        long count = most.isEmpty() ? frames : kernel.memory().u64(most.getAsLong());
        return array(kernel.memory().pointer(map.getAsLong()), 0, count);
    }

    private PageArray array(long address, long first, long count) {
        // Kernel addresses are in the upper half.
        if (address >= 0 || first < 0 || count <= 0 || first >= frames) {
            throw new MissingTypeException("the array of struct page is not found: it is said to be at 0x"
                    + Long.toHexString(address) + ", of " + count + " frames from " + first + " on");
        }
        long end = count > frames - first ? frames : first + count;
        return new PageArray(List.of(new PageArray.Run(first, end, address - first * structSize)), end, 0, "");
    }
}
