package dev.inquest.debuginfo.elf;

import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import java.nio.Buffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A linked file's symbols by name and by address, as the user's cache keeps them. What stands in it are numbers of symbols; names and addresses
 * are those of the file.
 *
 * @param names the symbols by hash of their names
 * @param order the symbols that answer for addresses, by address as linked
 */
record SymbolIndex(Names names, AddressIndex order) {

    /** Chains of symbols whose names have one hash: {@code heads[hash]}, then {@code next[index]}, up to 0. */
    static final class Names {
        private final int[] heads;
        private final int[] next;

        /**
         * Takes the tables.
         *
         * @param heads as many as a power of two
         * @param next as many as there are symbols
         */
        Names(int[] heads, int[] next) {
            this.heads = heads;
            this.next = next;
        }

        /** Returns the first symbol of a hash, or 0. */
        int first(int hash) {
            return checked(heads[hash & heads.length - 1]);
        }

        /** Returns the symbol behind another one, or 0. */
        int after(int symbol) {
            return checked(next[symbol]);
        }

        private int checked(int symbol) {
            return symbol < 0 || symbol >= next.length ? 0 : symbol;
        }
    }

    /** Returns what is kept of a table of so many symbols, or null when nothing is that can be used. */
    static @Nullable SymbolIndex open(IndexStore store, int count) {
        IndexFile file = store.open();
        if (file == null) {
            return null;
        }
        IntBuffer heads = file.ints(IndexFile.Section.SYMBOL_HEADS);
        IntBuffer next = file.ints(IndexFile.Section.SYMBOL_NEXT);
        LongBuffer addresses = file.longs(IndexFile.Section.SYMBOL_ADDRESSES);
        IntBuffer numbers = file.ints(IndexFile.Section.SYMBOL_NUMBERS);
        if (heads == null || next == null || addresses == null || numbers == null) {
            return null;
        }
        AddressIndex order = AddressIndex.sorted(addresses, numbers);
        if (order == null || next.limit() != count || Integer.bitCount(heads.limit()) != 1) {
            file.reject();
            return null;
        }
        return new SymbolIndex(new Names(copy(heads), copy(next)), order);
    }

    private static int[] copy(IntBuffer buffer) {
        int[] copy = new int[buffer.limit()];
        buffer.get(0, copy);
        return copy;
    }

    /** Keeps it for the next process. */
    void save(IndexStore store) {
        Map<IndexFile.Section, Buffer> contents = new EnumMap<>(IndexFile.Section.class);
        contents.put(IndexFile.Section.SYMBOL_HEADS, IntBuffer.wrap(names.heads));
        contents.put(IndexFile.Section.SYMBOL_NEXT, IntBuffer.wrap(names.next));
        contents.put(IndexFile.Section.SYMBOL_ADDRESSES, order.keys());
        contents.put(IndexFile.Section.SYMBOL_NUMBERS, order.values());
        store.save(contents);
    }
}
