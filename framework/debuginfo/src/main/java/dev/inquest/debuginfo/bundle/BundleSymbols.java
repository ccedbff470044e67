package dev.inquest.debuginfo.bundle;

import dev.inquest.api.layout.Symbol;
import dev.inquest.api.layout.SymbolSource;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The symbols of a placed kernel or module. The first blocks have those that stand for no address. */
final class BundleSymbols implements SymbolSource {
    private final Blocks blocks;
    private final NameIndex names;
    private final BundlePlacement placement;
    private final String describe;
    private final int firstPlaced;
    private final @Nullable String module;

    BundleSymbols(Blocks blocks, NameIndex names, BundlePlacement placement, String describe) {
        this.blocks = blocks;
        this.names = names;
        this.placement = placement;
        this.describe = describe;
        this.firstPlaced = Math.clamp(blocks.extra(), 0, blocks.count());
        this.module =
                placement.map().module().isEmpty() ? null : placement.map().module();
    }

    private SymbolBlock block(int number) throws MalformedException {
        return SymbolBlock.of(blocks.block(number), blocks.key(number));
    }

    /** Returns the address in the file of the first global symbol of a name, or of the first one. */
    OptionalLong linkAddress(String name) {
        Symbol best = null;
        for (Symbol symbol : find(name, false)) {
            boolean better =
                    best == null || Character.isLowerCase(best.kind()) && !Character.isLowerCase(symbol.kind());
            best = better ? symbol : best;
        }
        return best == null ? OptionalLong.empty() : OptionalLong.of(best.address());
    }

    @Override
    public List<Symbol> byName(String name) {
        return find(name, true);
    }

    private List<Symbol> find(String name, boolean run) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int hash = Format.hash(0, bytes);
        int end = names.end(hash);
        List<Symbol> symbols = new ArrayList<>(1);
        try {
            for (int i = names.begin(hash); i < end; i++) {
                if (names.fits(i, hash)) {
                    add(names.value(i), bytes, run, symbols);
                }
            }
        } catch (MalformedException e) {
            return symbols;
        }
        if (symbols.size() > 1) {
            symbols.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
        }
        return symbols;
    }

    private void add(int record, byte[] name, boolean run, List<Symbol> symbols) throws MalformedException {
        int number = blocks.blockOf(record);
        if (number < 0) {
            return;
        }
        SymbolBlock block = block(number);
        int index = record - blocks.first(number);
        if (index < block.count() && block.named(index, name)) {
            boolean fixed = !run || number < firstPlaced && !block.moves(index);
            Symbol symbol = symbol(block, index, fixed);
            if (symbol != null) {
                symbols.add(symbol);
            }
        }
    }

    /** Makes a symbol; null for one in a section that is not in memory. */
    private @Nullable Symbol symbol(SymbolBlock block, int index, boolean fixed) throws MalformedException {
        long linked = block.address(index);
        if (!fixed && !placement.loaded(linked)) {
            return null;
        }
        return new Symbol(
                block.name(index),
                fixed ? linked : placement.runtime(linked),
                block.size(index),
                block.kind(index),
                module,
                describe);
    }

    @Override
    public @Nullable Symbol at(long address) {
        int section = placement.covering(address);
        if (section < 0) {
            return null;
        }
        long linked = placement.linked(section, address);
        int number = blocks.floor(linked, firstPlaced);
        if (number < firstPlaced) {
            return null;
        }
        try {
            SymbolBlock block = block(number);
            int index = block.floor(linked);
            if (index < 0 || Long.compareUnsigned(block.address(index), placement.begin(section)) < 0) {
                return null;
            }
            return symbol(block, index, false);
        } catch (MalformedException e) {
            return null;
        }
    }

    @Override
    public void forEach(Consumer<Symbol> action) {
        for (int number = 0; number < blocks.count(); number++) {
            try {
                SymbolBlock block = block(number);
                for (int i = 0; i < block.count(); i++) {
                    Symbol symbol = symbol(block, i, number < firstPlaced && !block.moves(i));
                    if (symbol != null) {
                        action.accept(symbol);
                    }
                }
            } catch (MalformedException e) {
                // The other blocks are in order.
            }
        }
    }
}
