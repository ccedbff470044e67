package dev.inquest.arch.x8664;

import dev.inquest.api.arch.StackArea;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.types.StructType;
import dev.inquest.api.types.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The stacks that each CPU has beside those of tasks: for interrupts, for exceptions that have one of their own, and for entries
 * from user mode (arch/x86/include/asm/cpu_entry_area.h, arch/x86/kernel/irq_64.c). What the types do not tell is left out.
 */
@Reads(value = "pcpu_hot", optional = "hardirq_stack_ptr", mayLack = true, since = "c063a217bc07 (6.2) to 6.14")
@Reads(
        value = "cpu_entry_area",
        optional = {"estacks", "entry_stack_page"},
        lost = "stacks through exceptions with a stack of their own",
        mayLack = true)
@Reads(
        value = "cea_exception_stacks",
        optional = {"DF_stack", "NMI_stack", "DB_stack", "MCE_stack", "VC_stack", "VC2_stack"},
        mayLack = true)
final class CpuStacks {
    private static final int IRQ_STACK_SIZE = 16384;
    private static final String[][] EXCEPTIONS = {
        {"DF_stack", "double fault"},
        {"NMI_stack", "nmi"},
        {"DB_stack", "debug"},
        {"MCE_stack", "machine check"},
        {"VC_stack", "vmm communication"},
        {"VC2_stack", "vmm communication fallback"}
    };

    private CpuStacks() {}

    /** Returns the stacks of one CPU, as far as they can be found. */
    static List<StackArea> of(Kernel kernel, int cpu) {
        List<StackArea> stacks = new ArrayList<>();
        interrupts(kernel, cpu, stacks);
        exceptions(kernel, cpu, stacks);
        return stacks;
    }

    /**
     * The interrupt stack. Its top is in {@code pcpu_hot} (from c063a217bc07, 6.2, to 6.14) or in a variable of its own; that lies 8
     * bytes below the stack's end since 951c2a51ae75 (5.8).
     */
    private static void interrupts(Kernel kernel, int cpu, List<StackArea> stacks) {
        OptionalLong pointer = OptionalLong.empty();
        StructType.@Nullable Place hot = place(kernel, "pcpu_hot", "hardirq_stack_ptr");
        if (hot != null) {
            pointer = perCpu(kernel, cpu, "pcpu_hot", hot.offset());
        }
        if (pointer.isEmpty()) {
            pointer = perCpu(kernel, cpu, "hardirq_stack_ptr", 0);
        }
        if (pointer.isPresent() && pointer.getAsLong() < 0) {
            Type type = kernel.findType(TypeSource.Kind.STRUCT, "irq_stack");
            long size = type != null && type.size() > 0 && type.size() <= 1 << 20 ? type.size() : IRQ_STACK_SIZE;
            long high = pointer.getAsLong() + 15 & ~15L;
            stacks.add(new StackArea("irq", high - size, high));
        }
    }

    private static void exceptions(Kernel kernel, int cpu, List<StackArea> stacks) {
        OptionalLong base = perCpu(kernel, cpu, "cea_exception_stacks", 0);
        if (base.isEmpty() || base.getAsLong() >= 0) {
            return;
        }
        for (String[] exception : EXCEPTIONS) {
            StructType.@Nullable Place place = place(kernel, "cea_exception_stacks", exception[0]);
            if (place != null && place.type().size() > 0) {
                long low = base.getAsLong() + place.offset();
                stacks.add(new StackArea(exception[1], low, low + place.type().size()));
            }
        }
        StructType.@Nullable Place here = place(kernel, "cpu_entry_area", "estacks");
        StructType.@Nullable Place entry = place(kernel, "cpu_entry_area", "entry_stack_page");
        if (here != null && entry != null && entry.type().size() > 0) {
            long low = base.getAsLong() - here.offset() + entry.offset();
            stacks.add(new StackArea("entry", low, low + entry.type().size()));
        }
    }

    private static StructType.@Nullable Place place(Kernel kernel, String struct, String member) {
        return kernel.findType(TypeSource.Kind.STRUCT, struct) instanceof StructType type ? type.find(member) : null;
    }

    private static OptionalLong perCpu(Kernel kernel, int cpu, String symbol, long offset) {
        OptionalLong address = kernel.address(symbol);
        if (address.isEmpty()) {
            return address;
        }
        try {
            return OptionalLong.of(kernel.memory().u64(kernel.cpus().address(cpu, address.getAsLong()) + offset));
        } catch (FaultException e) {
            return OptionalLong.empty();
        }
    }
}
