package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.kernel.StructLayout;
import dev.inquest.api.layout.DumpLayout;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.core.model.modules.MemoryForm;
import dev.inquest.core.model.modules.ModuleTaints;
import dev.inquest.core.model.modules.SectionForm;
import dev.inquest.core.model.struct.ModuleStruct;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The loaded modules, from the list {@code modules} (kernel/module/main.c). A module that is just being loaded or unloaded is among
 * them; one that cannot be read is left out, and a diagnostic says so.
 */
public final class ModuleTable {
    private static final int MOST_MODULES = 1 << 16;

    private final Kernel kernel;
    private final Function<KernelModule, String> symbolsFrom;
    private final Consumer<Diagnostic> remarks;
    private volatile @Nullable List<KernelModule> modules;
    private final Once<Optional<SectionForm>> sectionForm;

    /**
     * Makes the table; nothing is read yet.
     *
     * @param kernel the kernel
     * @param symbolsFrom tells where a module's symbols come from, for {@link KernelModule#symbolsFrom()}
     * @param remarks told of damage
     */
    public ModuleTable(Kernel kernel, Function<KernelModule, String> symbolsFrom, Consumer<Diagnostic> remarks) {
        this.kernel = kernel;
        this.symbolsFrom = symbolsFrom;
        this.remarks = remarks;
        this.sectionForm = new Once<>(() -> Optional.ofNullable(SectionForm.of(kernel)));
    }

    /**
     * Makes the table without anybody to tell of damage; nothing is read yet.
     *
     * @param kernel the kernel
     * @param symbolsFrom tells where a module's symbols come from, for {@link KernelModule#symbolsFrom()}
     */
    public ModuleTable(Kernel kernel, Function<KernelModule, String> symbolsFrom) {
        this(kernel, symbolsFrom, diagnostic -> {});
    }

    /** Returns the modules in the order of the kernel's list. */
    public List<KernelModule> modules() {
        List<KernelModule> known = modules;
        return known != null ? known : load();
    }

    /** Returns the module that contains an address. */
    public Optional<KernelModule> moduleAt(long address) {
        for (KernelModule module : modules()) {
            if (module.contains(address)) {
                return Optional.of(module);
            }
        }
        return Optional.empty();
    }

    private synchronized List<KernelModule> load() {
        List<KernelModule> known = modules;
        if (known == null) {
            known = read();
            modules = known;
        }
        return known;
    }

    private List<KernelModule> read() {
        OptionalLong head = kernel.address("modules");
        if (head.isEmpty()) {
            if (supportsModules()) {
                remark("modules cannot be listed: the kernel's symbol modules is not known");
            }
            return List.of();
        }
        List<KernelModule> found = new ArrayList<>();
        try {
            StructLayout<ModuleStruct> layout = kernel.bind(ModuleStruct.class);
            MemoryForm form = MemoryForm.of(kernel);
            long offset = layout.offset("list").orElseThrow();
            ListWalk walk = ListWalk.of(kernel.memory(), head.getAsLong(), MOST_MODULES);
            if (walk.damage() != null) {
                remark("the list of modules is damaged, modules may be missing: " + walk.damage());
            }
            for (long node : walk.nodes()) {
                ModuleStruct module = layout.at(node - offset);
                try {
                    found.add(new Entry(module, module.name(), form.read(node - offset), layout));
                } catch (FaultException e) {
                    remark("the module at 0x" + Long.toHexString(node - offset) + " cannot be read: " + e.getMessage());
                }
            }
        } catch (MissingTypeException e) {
            remark("modules cannot be listed: " + e.getMessage());
        }
        return List.copyOf(found);
    }

    /** Returns whether the kernel loads modules (CONFIG_MODULES); asks its own symbols alone, since others are the modules'. */
    private boolean supportsModules() {
        for (LayoutSource source : kernel.layouts(DumpLayout.Part.SYMBOLS)) {
            SymbolSource symbols = source.symbols();
            if (symbols != null && !symbols.byName("print_modules").isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void remark(String message) {
        remarks.accept(new Diagnostic(Diagnostic.Severity.WARNING, message));
    }

    private final class Entry implements KernelModule {
        private final ModuleStruct module;
        private final String name;
        private final MemoryForm.Layout memory;
        private final StructLayout<ModuleStruct> layout;

        Entry(ModuleStruct module, String name, MemoryForm.Layout memory, StructLayout<ModuleStruct> layout) {
            this.module = module;
            this.name = name;
            this.memory = memory;
            this.layout = layout;
        }

        @Override
        public long address() {
            return module.address();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public long base() {
            return memory.base();
        }

        @Override
        public long size() {
            return memory.size();
        }

        @Override
        public String taints() {
            return layout.has("taints") ? ModuleTaints.letters(module.taints()) : "";
        }

        @Override
        public List<Range> ranges() {
            return memory.ranges();
        }

        @Override
        public Optional<Range> perCpu() {
            boolean known = layout.has("perCpu") && layout.has("perCpuSize");
            return known && module.perCpu() != 0
                    ? Optional.of(new Range("per-cpu", module.perCpu(), module.perCpuSize()))
                    : Optional.empty();
        }

        /** Leaves out sections of init memory that was given back: something else may lie there now. */
        @Override
        public Map<String, Long> sections() {
            if (!layout.has("sectionAttributes")) {
                return Map.of();
            }
            long attributes = module.sectionAttributes();
            if (attributes == 0) {
                return Map.of();
            }
            Map<String, Long> sections = new LinkedHashMap<>();
            sectionForm
                    .get()
                    .map(form -> form.read(attributes))
                    .orElse(Map.of())
                    .forEach((section, address) -> {
                        if (contains(address)) {
                            sections.put(section, address);
                        }
                    });
            // The attributes lack this one, which is not loaded with the others (kernel/module/main.c,
            // percpu_modalloc).
            perCpu().ifPresent(range -> sections.put(".data..percpu", range.start()));
            return sections;
        }

        @Override
        public String symbolsFrom() {
            return symbolsFrom.apply(this);
        }

        @Override
        public String toString() {
            return "module " + name;
        }
    }
}
