package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.types.MissingTypeException;
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
        throw new MissingTypeException("not built yet");
    }

    /** Returns the module that contains an address. */
    public Optional<KernelModule> moduleAt(long address) {
        throw new MissingTypeException("not built yet");
    }
}
