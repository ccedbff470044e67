package dev.inquest.core.fake;

import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.LineSource;
import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindRule;
import dev.inquest.api.layout.UnwindSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A source of symbols, and of lines and unwind rows where asked for. */
public final class FakeSymbols implements LayoutSource, SymbolSource {
    private final String describe;
    private final @Nullable String module;
    private final List<Symbol> list = new ArrayList<>();
    private @Nullable LineSource lines;
    private @Nullable UnwindSource unwind;

    public FakeSymbols(String describe, @Nullable String module) {
        this.describe = describe;
        this.module = module;
    }

    public FakeSymbols add(String name, long address, long size) {
        list.add(new Symbol(name, address, size, 'T', module, describe));
        list.sort(Comparator.comparingLong(symbol -> symbol.address() ^ Long.MIN_VALUE));
        return this;
    }

    public FakeSymbols lines(LineSource source) {
        lines = source;
        return this;
    }

    /** Has unwind rows of an origin for all addresses below {@code end}. */
    public FakeSymbols unwind(String origin, long end) {
        UnwindRow row =
                new UnwindRow(UnwindRow.Kind.CALL, new UnwindRule.RegisterPlus(7, 8), Map.of(), 16, false, origin);
        unwind = pc -> Long.compareUnsigned(pc, end) < 0 ? row : null;
        return this;
    }

    public FakeSymbols unwind(UnwindSource source) {
        unwind = source;
        return this;
    }

    @Override
    public String describe() {
        return describe;
    }

    @Override
    public @Nullable SymbolSource symbols() {
        return list.isEmpty() ? null : this;
    }

    @Override
    public @Nullable LineSource lines() {
        return lines;
    }

    @Override
    public @Nullable UnwindSource unwind() {
        return unwind;
    }

    @Override
    public List<Symbol> byName(String name) {
        return list.stream().filter(symbol -> symbol.name().equals(name)).toList();
    }

    @Override
    public @Nullable Symbol at(long address) {
        Symbol best = null;
        for (Symbol symbol : list) {
            if (Long.compareUnsigned(symbol.address(), address) <= 0) {
                best = symbol;
            }
        }
        return best;
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        list.forEach(action);
    }
}
