package dev.inquest.commands.memory;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.tree.MapleWalk;
import dev.inquest.api.types.Value;
import java.util.Optional;

/**
 * Finds the {@code vm_area_struct} of an address: in the maple tree {@code mm_mt} (from v6.1, commit 524e00b36e8c), or before that along
 * the list {@code mmap}.
 */
@Reads(value = "mm_struct", optional = "mm_mt|mmap", lost = "the area of a user address", since = "524e00b36e8c (6.1)")
@Reads(
        value = "vm_area_struct",
        required = {"vm_start", "vm_end", "vm_file"},
        optional = "vm_next",
        since = "763ecb035029 (6.1)")
final class VirtualAreas {
    private static final int MOST_AREAS = 1 << 20;

    private VirtualAreas() {}

    /** Returns the area that an address lies in. */
    static Optional<Value> find(Kernel kernel, long mm, long address) {
        Value process = kernel.at("struct mm_struct", mm);
        Optional<Value> tree = process.findMember("mm_mt");
        long area = tree.isPresent()
                ? MapleWalk.find(kernel, tree.get().address(), address)
                : inList(kernel, process.member("mmap").asLong(), address);
        return area == 0 ? Optional.empty() : Optional.of(kernel.at("struct vm_area_struct", area));
    }

    private static long inList(Kernel kernel, long first, long address) {
        long area = first;
        for (int i = 0; i < MOST_AREAS && area != 0; i++) {
            Value value = kernel.at("struct vm_area_struct", area);
            if (Long.compareUnsigned(address, value.member("vm_end").asLong()) < 0) {
                return Long.compareUnsigned(address, value.member("vm_start").asLong()) >= 0 ? area : 0;
            }
            area = value.member("vm_next").asLong();
        }
        return 0;
    }
}
