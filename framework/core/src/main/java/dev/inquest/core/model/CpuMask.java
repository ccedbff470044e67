package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Type;
import java.util.BitSet;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The kernel's masks of CPUs (kernel/cpu.c): {@code struct cpumask __cpu_online_mask} and its like since 4b804c85dc37 (4.5); before,
 * {@code cpu_online_mask} was a pointer to such a struct. A mask is an array of {@code unsigned long}, lowest CPU in the lowest bit of
 * the first.
 */
final class CpuMask {
    private static final int MOST_CPUS = 1 << 16;

    private CpuMask() {}

    /** Returns a mask by its short name, for instance {@code online}, or null when it cannot be read. */
    static @Nullable BitSet read(Kernel kernel, String name) {
        Memory memory = kernel.memory();
        try {
            long address;
            OptionalLong mask = kernel.address("__cpu_" + name + "_mask");
            if (mask.isPresent()) {
                address = mask.getAsLong();
            } else {
                OptionalLong pointer = kernel.address("cpu_" + name + "_mask");
                if (pointer.isEmpty()) {
                    return null;
                }
                address = memory.pointer(pointer.getAsLong());
            }
            return bits(memory, address, count(kernel));
        } catch (FaultException e) {
            return null;
        }
    }

    private static BitSet bits(Memory memory, long address, int count) {
        int wordBits = memory.pointerSize() * 8;
        BitSet set = new BitSet();
        for (int first = 0; first < count; first += wordBits) {
            long word = memory.pointer(address + first / 8);
            for (int bit = 0; bit < wordBits && first + bit < count; bit++) {
                if ((word >>> bit & 1) != 0) {
                    set.set(first + bit);
                }
            }
        }
        return set;
    }

    /** Returns how many bits of a mask count: {@code nr_cpu_ids}, and no more than the mask has. */
    private static int count(Kernel kernel) {
        Type type = kernel.findType(TypeSource.Kind.STRUCT, "cpumask");
        int most = type != null && type.size() > 0 ? (int) Math.min(type.size() * 8, MOST_CPUS) : 64;
        OptionalLong ids = kernel.address("nr_cpu_ids");
        if (ids.isPresent()) {
            int number = kernel.memory().i32(ids.getAsLong());
            if (number > 0 && (type == null ? number <= MOST_CPUS : number <= most)) {
                return number;
            }
        }
        return most;
    }
}
