package dev.inquest.debuginfo.fakes;

import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Symbols that were put in one by one. */
public final class FakeSymbols implements SymbolSource {
    private final List<Symbol> symbols = new ArrayList<>();

    public FakeSymbols add(char kind, String name, long address) {
        symbols.add(new Symbol(name, address, 0, kind, null, "fake"));
        return this;
    }

    @Override
    public List<Symbol> byName(String name) {
        return symbols.stream().filter(symbol -> symbol.name().equals(name)).toList();
    }

    @Override
    public @Nullable Symbol at(long address) {
        Symbol nearest = null;
        for (Symbol symbol : symbols) {
            boolean below = Long.compareUnsigned(symbol.address(), address) <= 0;
            if (below && (nearest == null || Long.compareUnsigned(symbol.address(), nearest.address()) >= 0)) {
                nearest = symbol;
            }
        }
        return nearest;
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        symbols.forEach(action);
    }
}
