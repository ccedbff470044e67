package dev.inquest.core.symbols;

import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.kernel.KernelModule;
import dev.inquest.api.layout.DumpLayout.Part;
import dev.inquest.api.layout.FoundSymbols;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.layout.VariableSource;
import dev.inquest.api.memory.FaultException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Symbols, lines and unwind rows of the kernel and its modules. The kernel's sources are asked first; a module's when an address lies
 * in it, or when a name is not the kernel's.
 */
public final class SymbolTable implements UnwindSource {
    /** A function's last instruction may be followed by padding up to the next one; more than a page is a hole. */
    private static final long PADDING = 4096;

    private final KernelLayouts kernel;
    private final ModuleLayouts moduleLayouts;
    private final Modules modules;
    private final ArchSession arch;
    private volatile @Nullable Range range;

    private record Range(long start, long end) {
        boolean contains(long address) {
            return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
        }
    }

    /**
     * Makes the table; no source is asked yet.
     *
     * @param kernel the kernel's sources
     * @param moduleLayouts the modules' sources
     * @param modules the modules
     * @param arch the machine, whose regions bound the kernel where no symbols do
     */
    public SymbolTable(KernelLayouts kernel, ModuleLayouts moduleLayouts, Modules modules, ArchSession arch) {
        this.kernel = kernel;
        this.moduleLayouts = moduleLayouts;
        this.modules = modules;
        this.arch = arch;
    }

    /** Returns the first symbol of a name among the kernel's own. */
    public @Nullable Symbol kernelSymbol(String name) {
        for (LayoutSource source : kernel.symbols()) {
            SymbolSource symbols = source.symbols();
            List<Symbol> found = symbols == null ? List.of() : symbols.byName(name);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        return null;
    }

    /** Returns the first symbol of a name in any module. */
    public @Nullable Symbol moduleSymbol(String name) {
        for (KernelModule module : modules.all()) {
            List<Symbol> found = ofModule(module, name);
            if (!found.isEmpty()) {
                return found.getFirst();
            }
        }
        return null;
    }

    /** Returns all symbols of a name, the kernel's own first. */
    public List<Symbol> all(String name) {
        List<Symbol> list = new ArrayList<>();
        for (LayoutSource source : kernel.symbols()) {
            SymbolSource symbols = source.symbols();
            if (symbols != null && list.isEmpty()) {
                list.addAll(symbols.byName(name));
            }
        }
        for (KernelModule module : modules.all()) {
            list.addAll(ofModule(module, name));
        }
        return list;
    }

    /** Returns whether no other function of the kernel, or of the symbol's module, has its name. */
    public boolean only(Symbol symbol) {
        KernelModule module = symbol.module() == null ? null : modules.at(symbol.address());
        List<LayoutSource> sources = module == null ? kernel.symbols() : moduleLayouts.sources(module, Part.SYMBOLS);
        for (LayoutSource source : sources) {
            SymbolSource symbols = source.symbols();
            for (Symbol other : symbols == null ? List.<Symbol>of() : symbols.byName(symbol.name())) {
                if (other.text() && other.address() != symbol.address()) {
                    return false;
                }
            }
        }
        return true;
    }

    private List<Symbol> ofModule(KernelModule module, String name) {
        for (LayoutSource source : moduleLayouts.sources(module, Part.SYMBOLS)) {
            SymbolSource symbols = source.symbols();
            List<Symbol> found = symbols == null ? List.of() : symbols.byName(name);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Returns the symbol that contains an address; null outside the kernel and its modules, and in holes. */
    public @Nullable Symbol at(long address) {
        boolean inKernel = range().contains(address);
        KernelModule module = inKernel ? null : modules.at(address);
        if (!inKernel && module == null) {
            return null;
        }
        List<LayoutSource> sources = module == null ? kernel.symbols() : moduleLayouts.sources(module, Part.SYMBOLS);
        for (LayoutSource source : sources) {
            SymbolSource symbols = source.symbols();
            Symbol symbol = symbols == null ? null : symbols.at(address);
            if (symbol != null && covers(symbol, address)) {
                return symbol;
            }
        }
        return null;
    }

    private static boolean covers(Symbol symbol, long address) {
        if (symbol.size() != 0) {
            return Long.compareUnsigned(address - symbol.address(), symbol.size() + PADDING) < 0;
        }
        return !symbol.name().equals("_etext") || symbol.address() == address;
    }

    /** Gives all symbols, the kernel's by address, then each module's by address. */
    public void forEach(Consumer<Symbol> action) {
        forEach(kernel.symbols(), action);
        for (KernelModule module : modules.all()) {
            forEach(moduleLayouts.sources(module, Part.SYMBOLS), action);
        }
    }

    /** Gives the symbols of the first source, and those that were found because it lacks them: the others would tell the same again. */
    private static void forEach(List<LayoutSource> sources, Consumer<Symbol> action) {
        List<Symbol> found = new ArrayList<>();
        SymbolSource first = null;
        for (LayoutSource source : sources) {
            SymbolSource symbols = source.symbols();
            if (symbols instanceof FoundSymbols) {
                symbols.forEach(found::add);
            } else if (first == null) {
                first = symbols;
            }
        }
        int[] next = new int[1];
        if (first != null) {
            first.forEach(symbol -> {
                while (next[0] < found.size()
                        && Long.compareUnsigned(found.get(next[0]).address(), symbol.address()) < 0) {
                    action.accept(found.get(next[0]++));
                }
                action.accept(symbol);
            });
        }
        found.subList(next[0], found.size()).forEach(action);
    }

    /** Returns file, line and inlined functions of an instruction, innermost first; empty when not known. */
    public List<LineSource.Position> positions(long pc) {
        for (LayoutSource source : sources(pc, Part.LINES)) {
            LineSource lines = source.lines();
            List<LineSource.Position> found = lines == null ? List.of() : lines.positions(pc);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return List.of();
    }

    /** Throws only when no table has a row, and one of them could not be read. */
    @Override
    public @Nullable UnwindRow row(long pc) {
        UnwindRow undefined = null;
        FaultException unreadable = null;
        for (LayoutSource source : sources(pc, Part.UNWIND)) {
            UnwindSource unwind = source.unwind();
            try {
                UnwindRow row = unwind == null ? null : unwind.row(pc);
                if (row != null && row.kind() != UnwindRow.Kind.UNDEFINED) {
                    return row;
                }
                // Functions that one table gives up on, another may cover: __crash_kexec has no ORC.
                undefined = undefined == null ? row : undefined;
            } catch (FaultException e) {
                unreadable = e;
            }
        }
        if (undefined == null && unreadable != null) {
            throw unreadable;
        }
        return undefined;
    }

    /** Returns the row of call frame information for an instruction, whatever other tables there are; null when none covers it. */
    public @Nullable UnwindRow callFrame(long pc) {
        for (LayoutSource source : sources(pc, Part.UNWIND)) {
            UnwindRow row = row(source, pc);
            if (row != null && row.origin().equals("cfi")) {
                return row;
            }
        }
        return null;
    }

    /** Returns the sources that may know the variables of the function at an address, best first. */
    public List<VariableSource> variables(long pc) {
        List<VariableSource> list = new ArrayList<>(1);
        for (LayoutSource source : sources(pc, Part.LINES)) {
            VariableSource variables = source.variables();
            if (variables != null) {
                list.add(variables);
            }
        }
        return list;
    }

    private static @Nullable UnwindRow row(LayoutSource source, long pc) {
        UnwindSource unwind = source.unwind();
        try {
            return unwind == null ? null : unwind.row(pc);
        } catch (FaultException e) {
            // The table's page is not in the dump: the next source may do.
            return null;
        }
    }

    private List<LayoutSource> sources(long pc, Part part) {
        if (range().contains(pc)) {
            return part == Part.LINES ? kernel.lines() : kernel.unwind();
        }
        KernelModule module = modules.at(pc);
        return module == null ? List.of() : moduleLayouts.sources(module, part);
    }

    private Range range() {
        Range known = range;
        if (known == null) {
            known = findRange();
            range = known;
        }
        return known;
    }

    /**
     * Finds where the kernel lies: from {@code _text} (or {@code _stext}, the first symbol that kallsyms keeps on some machines) to
     * {@code _end}, which every vmlinux.lds.S defines. Where kallsyms names functions alone, the ends of text are the last that is known.
     */
    private Range findRange() {
        Symbol start = kernelSymbol("_text");
        start = start == null ? kernelSymbol("_stext") : start;
        Symbol end = kernelSymbol("_end");
        if (start != null && end != null) {
            return new Range(start.address(), end.address());
        }
        for (ArchSession.Region region : arch.regions()) {
            if (region.name().equals("kernel text")) {
                return new Range(region.start(), region.end());
            }
        }
        Symbol text = kernelSymbol("_einittext");
        text = text == null ? kernelSymbol("_etext") : text;
        return start == null || text == null ? new Range(0, 0) : new Range(start.address(), text.address());
    }
}
