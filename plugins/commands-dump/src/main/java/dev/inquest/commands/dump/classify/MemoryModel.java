package dev.inquest.commands.dump.classify;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.types.MissingTypeException;

/** Which way a kernel was built to find the {@code struct page} of a frame (mm/Kconfig, "Memory model"). */
final class MemoryModel {
    private MemoryModel() {}

    /**
     * Finds the array or arrays.
     *
     * @param frames the first number that no frame has
     * @param structSize bytes of a {@code struct page}
     * @throws MissingTypeException when they cannot be found, or are of a model that is not read
     */
    static PageArray read(Kernel kernel, long frames, int structSize) {
        KernelNumbers numbers = new KernelNumbers(kernel);
        FlatPages flat = new FlatPages(kernel, frames, structSize);
        if (numbers.symbol("mem_section").isEmpty()) {
            if (flat.told()) {
                return flat.read();
            }
            if (numbers.offset("pglist_data", "node_mem_map").isPresent()) {
                throw new MissingTypeException(
                        "the kernel has an array of struct page for each node (CONFIG_DISCONTIGMEM, which Linux had until 5.13):"
                                + " that is not read");
            }
        }
        return new PageSections(kernel, frames).read();
    }
}
