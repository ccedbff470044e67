package dev.inquest.core.model.modules;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule.Range;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.util.List;

/** One form of a module's memory in {@code struct module}. */
@Reads(value = "module", required = "mem|core_layout|module_core")
public sealed interface MemoryForm permits TypedMemory, LayoutMemory, OldMemory {

    /**
     * A module's memory.
     *
     * @param base where its core text begins
     * @param size bytes of all core memory
     * @param ranges all memory, init memory included while it is there
     */
    record Layout(long base, long size, List<Range> ranges) {}

    /**
     * Reads a module's memory.
     *
     * @param module address of the {@code struct module}
     * @throws dev.inquest.api.memory.FaultException when it cannot be read
     */
    Layout read(long module);

    /**
     * Finds the form that a kernel has.
     *
     * @throws MissingTypeException when {@code struct module} is not known, or has none of the forms
     */
    static MemoryForm of(Kernel kernel) {
        StructType module = kernel.struct("module");
        if (module.find("mem") != null) {
            return new TypedMemory(kernel, module);
        } else if (module.find("core_layout") != null) {
            return new LayoutMemory(kernel, module);
        } else if (module.find("module_core") != null) {
            return new OldMemory(kernel, module);
        }
        throw new MissingTypeException("struct module has none of the members mem, core_layout, module_core");
    }
}
