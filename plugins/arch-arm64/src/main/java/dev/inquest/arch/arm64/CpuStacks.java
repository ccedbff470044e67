package dev.inquest.arch.arm64;

import dev.inquest.api.arch.StackArea;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The stacks that each CPU has beside those of tasks (arch/arm64/include/asm/stacktrace.h, {@code on_irq_stack}, {@code on_overflow_stack},
 * {@code on_sdei_stack}, {@code on_efi_stack}). Those whose symbols are not known are left out.
 */
final class CpuStacks {
    /** {@code OVERFLOW_STACK_SIZE} (arch/arm64/include/asm/memory.h). */
    private static final int OVERFLOW_SIZE = 4096;

    private CpuStacks() {}

    /**
     * Returns the stacks of one CPU, as far as they can be found.
     *
     * @param kernel the kernel
     * @param cpu the CPU
     * @param size {@code THREAD_SIZE}, which the stacks for interrupts, SDEI and EFI have too
     */
    static List<StackArea> of(Kernel kernel, int cpu, int size) {
        List<StackArea> stacks = new ArrayList<>();
        if (!pointed(kernel, cpu, "irq_stack_ptr", "irq", size, stacks)) {
            place(kernel, cpu, "irq_stack", "irq", size, stacks);
        }
        place(kernel, cpu, "overflow_stack", "overflow", OVERFLOW_SIZE, stacks);
        pointed(kernel, cpu, "sdei_stack_normal_ptr", "sdei", size, stacks);
        pointed(kernel, cpu, "sdei_stack_critical_ptr", "sdei critical", size, stacks);
        OptionalLong efi = kernel.address("efi_rt_stack_top");
        if (efi.isPresent()) {
            long top = number(kernel, efi.getAsLong());
            if (top < 0) {
                stacks.add(new StackArea("efi", top - size, top));
            }
        }
        return stacks;
    }

    private static boolean pointed(
            Kernel kernel, int cpu, String symbol, String name, int size, List<StackArea> stacks) {
        OptionalLong variable = kernel.address(symbol);
        if (variable.isEmpty()) {
            return false;
        }
        try {
            long low = number(kernel, kernel.cpus().address(cpu, variable.getAsLong()));
            if (low < 0) {
                stacks.add(new StackArea(name, low, low + size));
            }
            return low < 0;
        } catch (FaultException e) {
            return false;
        }
    }

    private static void place(Kernel kernel, int cpu, String symbol, String name, int size, List<StackArea> stacks) {
        OptionalLong variable = kernel.address(symbol);
        if (variable.isPresent()) {
            try {
                long low = kernel.cpus().address(cpu, variable.getAsLong());
                stacks.add(new StackArea(name, low, low + size));
            } catch (FaultException e) {
                // The CPU's offset cannot be read: its stacks stay unknown.
            }
        }
    }

    private static long number(Kernel kernel, long address) {
        try {
            return kernel.memory().u64(address);
        } catch (FaultException e) {
            return 0;
        }
    }
}
