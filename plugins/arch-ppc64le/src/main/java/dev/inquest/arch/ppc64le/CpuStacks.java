package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.StackArea;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.StructType;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The stacks of one CPU beside those of tasks: for interrupts and softirqs (arch/powerpc/kernel/irq.c, {@code hardirq_ctx} and
 * {@code softirq_ctx}), and those that the CPU's paca names, from their upper end (arch/powerpc/include/asm/paca.h).
 */
final class CpuStacks {
    private static final String[][] ARRAYS = {{"hardirq_ctx", "irq"}, {"softirq_ctx", "softirq"}};
    private static final String[][] PACA = {
        {"emergency_sp", "emergency"}, {"mc_emergency_sp", "machine check"}, {"nmi_emergency_sp", "nmi"}
    };

    private CpuStacks() {}

    /**
     * Returns the stacks that could be found.
     *
     * @param size {@code THREAD_SIZE}, which all of them have
     */
    static List<StackArea> of(Kernel kernel, int cpu, int size) {
        List<StackArea> stacks = new ArrayList<>();
        for (String[] array : ARRAYS) {
            long low = element(kernel, array[0], cpu);
            if (low != 0) {
                stacks.add(new StackArea(array[1], low, low + size));
            }
        }
        long paca = element(kernel, "paca_ptrs", cpu);
        if (paca != 0 && kernel.findType(TypeSource.Kind.STRUCT, "paca_struct") instanceof StructType type) {
            for (String[] member : PACA) {
                StructType.Place place = type.find(member[0]);
                long high = place == null ? 0 : read(kernel, paca + place.offset());
                if (high != 0) {
                    stacks.add(new StackArea(member[1], high - size, high));
                }
            }
        }
        return stacks;
    }

    private static long element(Kernel kernel, String symbol, int cpu) {
        OptionalLong address = kernel.address(symbol);
        if (address.isEmpty() || cpu < 0) {
            return 0;
        }
        long array = address.getAsLong();
        if (symbol.equals("paca_ptrs")) {
            // A pointer to the array of pointers.
            array = read(kernel, array);
        }
        return array == 0 ? 0 : read(kernel, array + cpu * 8L);
    }

    private static long read(Kernel kernel, long address) {
        try {
            return kernel.memory().u64(address);
        } catch (FaultException e) {
            return 0;
        }
    }
}
