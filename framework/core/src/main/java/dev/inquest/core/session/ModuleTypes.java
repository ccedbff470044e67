package dev.inquest.core.session;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DumpLayout.Part;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.Type;
import dev.inquest.core.symbols.ModuleLayouts;
import dev.inquest.core.types.TypeTable;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The types of modules, which are read when somebody asks for what the kernel does not have. Those that the kernel itself keeps in memory come
 * first; files are only looked for where a module has none there.
 */
final class ModuleTypes {
    private final TypeTable types;
    private final ModuleLayouts layouts;
    private final Supplier<List<KernelModule>> modules;

    ModuleTypes(TypeTable types, ModuleLayouts layouts, Supplier<List<KernelModule>> modules) {
        this.types = types;
        this.layouts = layouts;
        this.modules = modules;
    }

    /** Finds a type in the kernel's sources, in those of modules that were read already, and in all others. */
    @Nullable
    Type find(TypeSource.Kind kind, String name) {
        Type known = types.find(kind, name);
        if (known != null && known.size() >= 0) {
            return known;
        }
        for (KernelModule module : modules.get()) {
            if (has(layouts.sources(module, Part.TYPES), kind, name)) {
                return again(kind, name);
            }
        }
        for (KernelModule module : modules.get()) {
            if (layouts.sources(module, Part.TYPES).isEmpty()
                    && layouts.findFile(module)
                    && has(layouts.sources(module, Part.TYPES), kind, name)) {
                return again(kind, name);
            }
        }
        return known;
    }

    private @Nullable Type again(TypeSource.Kind kind, String name) {
        types.sourcesChanged();
        return types.find(kind, name);
    }

    private static boolean has(List<LayoutSource> sources, TypeSource.Kind kind, String name) {
        for (LayoutSource source : sources) {
            TypeSource table = source.types();
            Type type = table == null ? null : table.find(kind, name);
            if (type != null && type.size() >= 0) {
                return true;
            }
        }
        return false;
    }

    /** Reads the types of a symbol's module, its file included; returns whether there are any. */
    boolean read(Symbol symbol) {
        String name = symbol.module();
        if (name == null) {
            return false;
        }
        for (KernelModule module : modules.get()) {
            if (module.name().equals(name)) {
                layouts.findFile(module);
                boolean any = !layouts.sources(module, Part.TYPES).isEmpty();
                types.sourcesChanged();
                return any;
            }
        }
        return false;
    }
}
