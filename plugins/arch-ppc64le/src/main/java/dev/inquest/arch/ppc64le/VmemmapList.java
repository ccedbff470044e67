package dev.inquest.arch.ppc64le;

import dev.inquest.api.image.VmcoreInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the array of page structures lies in hash mode. Only the hardware's table maps it; the kernel keeps a list beside it
 * (arch/powerpc/mm/init_64.c, {@code vmemmap_list}; arch/powerpc/include/asm/pgalloc.h).
 *
 * <pre>
 * vmemmap_list    := pointer to the first vmemmap_backing, or 0
 * vmemmap_backing := list:pointer phys:u64 virt_addr:u64
 * mmu_vmemmap_psize := index of the size of a block, see {@link PageSizes}
 * </pre>
 */
final class VmemmapList {
    private static final int MOST_BLOCKS = 1 << 22;

    private final KernelVariables variables;
    private final PageSizes sizes;
    private volatile @Nullable Blocks blocks;

    VmemmapList(KernelVariables variables, PageSizes sizes) {
        this.variables = variables;
        this.sizes = sizes;
    }

    /** Returns the physical address, or nothing when the address is not in the array. */
    OptionalLong physical(long virtual) {
        Blocks known = blocks();
        Map.Entry<Long, Long> block = known.starts.floorEntry(virtual);
        return block == null || Long.compareUnsigned(virtual - block.getKey(), known.size) >= 0
                ? OptionalLong.empty()
                : OptionalLong.of(block.getValue() + (virtual - block.getKey()));
    }

    /** Returns the first address, or nothing when the list is empty or cannot be read. */
    OptionalLong start() {
        Blocks known = blocks();
        return known.starts.isEmpty() ? OptionalLong.empty() : OptionalLong.of(known.starts.firstKey());
    }

    /** Returns the first address behind the array; 0 when there is none. */
    long end() {
        Blocks known = blocks();
        return known.starts.isEmpty() ? 0 : known.starts.lastKey() + known.size;
    }

    private Blocks blocks() {
        Blocks known = blocks;
        if (known == null) {
            known = read();
            blocks = known;
        }
        return known;
    }

    private Blocks read() {
        TreeMap<Long, Long> starts = new TreeMap<>();
        VmcoreInfo info = variables.info();
        long next = offset(info, "vmemmap_backing.list", 0);
        long phys = offset(info, "vmemmap_backing.phys", 8);
        long virt = offset(info, "vmemmap_backing.virt_addr", 16);
        OptionalLong block = variables.u64("vmemmap_list");
        Set<Long> seen = new HashSet<>();
        while (block.isPresent()
                && block.getAsLong() != 0
                && seen.add(block.getAsLong())
                && seen.size() < MOST_BLOCKS) {
            long at = block.getAsLong();
            OptionalLong physical = variables.u64At(at + phys);
            OptionalLong virtual = variables.u64At(at + virt);
            if (physical.isEmpty() || virtual.isEmpty()) {
                break;
            }
            starts.put(virtual.getAsLong(), physical.getAsLong());
            block = variables.u64At(at + next);
        }
        OptionalLong index = variables.u32("mmu_vmemmap_psize");
        OptionalLong shift = index.isPresent() ? sizes.told(index.getAsLong()) : index;
        return new Blocks(starts, 1L << shift.orElse(24));
    }

    private static long offset(@Nullable VmcoreInfo info, String member, long otherwise) {
        return info == null ? otherwise : info.offset(member).orElse(otherwise);
    }

    private record Blocks(TreeMap<Long, Long> starts, long size) {}
}
