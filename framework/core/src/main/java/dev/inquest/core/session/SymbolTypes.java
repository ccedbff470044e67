package dev.inquest.core.session;

import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DumpLayout.Part;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.types.FunctionType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.Type;
import dev.inquest.core.symbols.KernelLayouts;
import dev.inquest.core.symbols.ModuleLayouts;
import dev.inquest.core.symbols.SymbolTable;
import dev.inquest.core.types.GlobalTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The types of what symbols stand for: variables, and functions. */
final class SymbolTypes {
    private final GlobalTypes globals;
    private final ModuleTypes moduleTypes;
    private final SymbolTable symbols;
    private final KernelLayouts layouts;
    private final ModuleLayouts moduleLayouts;
    private final Supplier<List<KernelModule>> modules;

    SymbolTypes(
            GlobalTypes globals,
            ModuleTypes moduleTypes,
            SymbolTable symbols,
            KernelLayouts layouts,
            ModuleLayouts moduleLayouts,
            Supplier<List<KernelModule>> modules) {
        this.globals = globals;
        this.moduleTypes = moduleTypes;
        this.symbols = symbols;
        this.layouts = layouts;
        this.moduleLayouts = moduleLayouts;
        this.modules = modules;
    }

    /**
     * Returns the type of a variable or function. A module's file is looked for where nothing else tells it.
     *
     * @throws MissingTypeException when nobody tells it
     */
    Type of(Symbol symbol) {
        Type type = find(symbol);
        if (type == null && moduleTypes.read(symbol)) {
            type = find(symbol);
        }
        if (type == null) {
            throw new MissingTypeException("the type of " + symbol.name() + " is not known");
        }
        return type;
    }

    /** Variables lie among the functions, too, where a linker script or an assembler put them. */
    private @Nullable Type find(Symbol symbol) {
        Type function = symbol.text() ? function(symbol) : null;
        return function == null ? variable(symbol) : function;
    }

    private @Nullable Type variable(Symbol symbol) {
        GlobalTypes.Answer answer = globals.find(symbol);
        return answer == null ? null : answer.type();
    }

    /** Asks only those that know the symbol's own module: some go by the name, which another one's function may have as well. */
    private @Nullable FunctionType function(Symbol symbol) {
        boolean only = symbols.only(symbol);
        for (LayoutSource source : sources(symbol)) {
            TypeSource types = source.types();
            FunctionType type = types == null ? null : types.function(symbol.name(), symbol.address(), only);
            if (type != null) {
                return type;
            }
        }
        return null;
    }

    /** Returns DWARF first: it goes by the address, where BTF may have the type of a namesake that was inlined everywhere. */
    private List<LayoutSource> sources(Symbol symbol) {
        List<LayoutSource> list = new ArrayList<>();
        if (symbol.module() == null) {
            list.addAll(layouts.variables());
        }
        for (KernelModule module : symbol.module() == null ? List.<KernelModule>of() : modules.get()) {
            if (module.name().equals(symbol.module())) {
                list.addAll(moduleLayouts.sources(module, Part.TYPES));
            }
        }
        list.sort(Comparator.comparing(source -> {
            TypeSource types = source.types();
            return types != null && types.ready();
        }));
        return list;
    }
}
