package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The loaded modules. */
public final class ModuleTable {
    /**
     * Makes the table; nothing is read yet.
     *
     * @param kernel the kernel
     * @param symbolsFrom tells where a module's symbols come from, for {@link KernelModule#symbolsFrom()}
     */
    public ModuleTable(Kernel kernel, Function<KernelModule, String> symbolsFrom) {}

    /** Returns the modules in the order of the kernel's list. */
    public List<KernelModule> modules() {
        return Unbuilt.instead(List.of());
    }

    /** Returns the module that contains an address. */
    public Optional<KernelModule> moduleAt(long address) {
        return Unbuilt.instead(Optional.empty());
    }
}
