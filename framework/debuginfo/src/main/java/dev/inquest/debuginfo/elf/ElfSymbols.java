package dev.inquest.debuginfo.elf;

import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.data.NameChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The symbols of a placed file. Those of the per-CPU section that is linked at 0, and absolute ones outside the image, are found
 * by name but never stand for an address: they come first in {@link #forEach}.
 */
public final class ElfSymbols implements SymbolSource {
    private final SymbolTable table;
    private final Placement placement;
    /** What lies between an address and what the windows have: nothing where each section has an address of its own. */
    private final long bias;

    private final String source;
    private final @Nullable String module;
    private volatile @Nullable SymbolWindows windows;

    /** Places a symbol table. */
    public ElfSymbols(SymbolTable table, Placement placement, String source) {
        this.table = table;
        this.placement = placement;
        this.bias = placement.relocatable() ? 0 : placement.map().bias();
        this.source = source;
        this.module =
                placement.map().module().isEmpty() ? null : placement.map().module();
    }

    @Override
    public List<Symbol> byName(String name) {
        int[] found = table.find(name);
        List<Symbol> symbols = new ArrayList<>(found.length);
        for (int i : found) {
            if (placed(i)) {
                symbols.add(symbol(i));
            }
        }
        if (symbols.size() > 1) {
            symbols.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        }
        return symbols;
    }

    private boolean placed(int symbol) {
        int section = table.section(symbol);
        return section < 0 || placement.placed(section);
    }

    /** Returns whether addresses in a section are answered with its symbols. */
    private boolean answering(int section) {
        ElfSection in = table.file().section(section);
        return in != null && placement.placed(section) && !in.perCpuAtZero();
    }

    private long address(int symbol) {
        int section = table.section(symbol);
        long value = table.value(symbol);
        return section < 0 ? placement.absolute(value) : value + placement.base(section);
    }

    private Symbol symbol(int symbol) {
        return new Symbol(table.name(symbol), address(symbol), table.size(symbol), table.kind(symbol), module, source);
    }

    @Override
    public @Nullable Symbol at(long address) {
        int section = placement.covering(address);
        if (section < 0) {
            return null;
        }
        AddressIndex sorted = windows().floor(address - bias);
        if (sorted == null) {
            return null;
        }
        int last = sorted.floor(address - bias);
        int best = -1;
        for (int i = last; i >= 0 && sorted.key(i) == sorted.key(last); i--) {
            int candidate = sorted.value(i);
            boolean fits = section == 0 ? known(candidate) : table.section(candidate) == section;
            if (fits && (best < 0 || better(candidate, best))) {
                best = candidate;
            }
        }
        return best < 0 ? null : symbol(best);
    }

    /** Returns whether a number is that of a symbol that users mean: what the user's cache keeps is not believed. */
    private boolean known(int symbol) {
        return symbol > 0 && symbol < table.count() && table.usable(symbol) && placed(symbol);
    }

    private boolean better(int candidate, int best) {
        int difference = score(candidate) - score(best);
        return difference != 0 ? difference > 0 : NameChoice.before(table.name(candidate), table.name(best));
    }

    /**
     * Sized before unsized, global before weak before local, functions and objects before labels. The names that every module gives
     * its first and last function (include/linux/module.h, module_init) say less than any other.
     */
    private int score(int symbol) {
        int binding = table.binding(symbol);
        String name = table.name(symbol);
        boolean everyModules = name.equals("init_module") || name.equals("cleanup_module");
        return (everyModules ? 0 : 16)
                + (table.size(symbol) != 0 ? 8 : 0)
                + (binding == 1 ? 4 : binding == 2 ? 2 : 0)
                + (table.type(symbol) != 0 ? 1 : 0);
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        List<Symbol> low = new ArrayList<>();
        for (int i = 1; i < table.count(); i++) {
            if (table.usable(i) && placed(i) && !answering(table.section(i))) {
                low.add(symbol(i));
            }
        }
        low.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        low.forEach(action);
        SymbolWindows all = windows();
        for (int number = 0; number < all.count(); number++) {
            AddressIndex sorted = all.window(number);
            for (int i = 0; i < sorted.size(); i++) {
                if (known(sorted.value(i))) {
                    action.accept(symbol(sorted.value(i)));
                }
            }
        }
    }

    private SymbolWindows windows() {
        SymbolWindows ready = windows;
        if (ready == null) {
            synchronized (this) {
                ready = windows;
                if (ready == null) {
                    SymbolIndex kept = table.kept();
                    ready = kept == null ? deal() : SymbolWindows.of(kept.order());
                    if (kept == null && table.keeps()) {
                        table.keep(ready.whole());
                    }
                    windows = ready;
                }
            }
        }
        return ready;
    }

    private SymbolWindows deal() {
        boolean[] answering = new boolean[placement.sections()];
        for (int i = 0; i < answering.length; i++) {
            answering[i] = answering(i);
        }
        int count = table.count();
        long[] addresses = new long[count];
        int[] symbols = new int[count];
        int size = 0;
        for (int i = 1; i < count; i++) {
            int section = table.section(i);
            if (section > 0 && section < answering.length && answering[section]) {
                addresses[size] = table.value(i) + placement.base(section) - bias;
                symbols[size++] = i;
            }
        }
        return SymbolWindows.of(addresses, symbols, size, table::usable);
    }
}
