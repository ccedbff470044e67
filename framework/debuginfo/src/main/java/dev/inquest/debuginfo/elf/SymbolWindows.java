package dev.inquest.debuginfo.elf;

import dev.inquest.debuginfo.data.AddressIndex;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Symbols by address, sorted piece by piece: all are dealt out to windows of 64 KiB or more at once, which is two passes over
 * numbers, and a window's symbols are looked at and sorted when the first address in it is asked for. A backtrace asks for a dozen
 * of a kernel's thousand windows. Safe for use by many threads.
 */
final class SymbolWindows {
    private static final int SMALLEST_SHIFT = 16;
    private static final int MOST_WINDOWS_LOG = 12;

    private final long base;
    private final int shift;
    private final int[] begins;
    private final long[] addresses;
    private final int[] symbols;
    private final IntPredicate usable;
    private final AtomicReferenceArray<AddressIndex> sorted;

    private SymbolWindows(long base, int shift, int[] begins, long[] addresses, int[] symbols, IntPredicate usable) {
        this.base = base;
        this.shift = shift;
        this.begins = begins;
        this.addresses = addresses;
        this.symbols = symbols;
        this.usable = usable;
        this.sorted = new AtomicReferenceArray<>(begins.length - 1);
    }

    /**
     * Deals symbols out.
     *
     * @param addresses their addresses
     * @param symbols their indices, rising
     * @param count how many entries of the arrays are used
     * @param usable tells of a symbol's index whether it counts; asked late
     */
    static SymbolWindows of(long[] addresses, int[] symbols, int count, IntPredicate usable) {
        long low = count == 0 ? 0 : addresses[0];
        long high = low;
        for (int i = 1; i < count; i++) {
            low = Long.compareUnsigned(addresses[i], low) < 0 ? addresses[i] : low;
            high = Long.compareUnsigned(addresses[i], high) > 0 ? addresses[i] : high;
        }
        int bits = 64 - Long.numberOfLeadingZeros(high - low);
        int shift = Math.max(SMALLEST_SHIFT, bits - MOST_WINDOWS_LOG);
        int windows = (int) (high - low >>> shift) + 1;
        int[] places = new int[windows + 1];
        for (int i = 0; i < count; i++) {
            places[(int) (addresses[i] - low >>> shift) + 1]++;
        }
        for (int i = 1; i <= windows; i++) {
            places[i] += places[i - 1];
        }
        int[] begins = places.clone();
        long[] dealtAddresses = new long[count];
        int[] dealtSymbols = new int[count];
        for (int i = 0; i < count; i++) {
            int place = places[(int) (addresses[i] - low >>> shift)]++;
            dealtAddresses[place] = addresses[i];
            dealtSymbols[place] = symbols[i];
        }
        return new SymbolWindows(low, shift, begins, dealtAddresses, dealtSymbols, usable);
    }

    /** Makes one window of symbols that are sorted already. */
    static SymbolWindows of(AddressIndex symbols) {
        int size = symbols.size();
        SymbolWindows one = new SymbolWindows(
                size == 0 ? 0 : symbols.key(0), Long.SIZE - 1, new int[] {0, size}, new long[0], new int[0], i -> true);
        one.sorted.set(0, symbols);
        return one;
    }

    /** Returns all symbols, sorted. */
    AddressIndex whole() {
        long[] keys = new long[symbols.length];
        int[] values = new int[symbols.length];
        int size = 0;
        for (int number = 0; number < count(); number++) {
            AddressIndex window = window(number);
            for (int i = 0; i < window.size(); i++) {
                keys[size] = window.key(i);
                values[size++] = window.value(i);
            }
        }
        return Objects.requireNonNull(AddressIndex.sorted(
                LongBuffer.wrap(keys, 0, size).slice(),
                IntBuffer.wrap(values, 0, size).slice()));
    }

    /** Returns the number of windows. */
    int count() {
        return begins.length - 1;
    }

    /** Returns the symbols of a window, sorted; the first window has the lowest addresses. */
    AddressIndex window(int number) {
        AddressIndex ready = sorted.get(number);
        if (ready == null) {
            // Two threads may both sort; either result is the same.
            ready = sort(begins[number], begins[number + 1]);
            sorted.set(number, ready);
        }
        return ready;
    }

    /** Returns the window with the last symbol that is not above an address; null when all symbols are above it. */
    @Nullable
    AddressIndex floor(long address) {
        if (Long.compareUnsigned(address, base) < 0) {
            return null;
        }
        long last = address - base >>> shift;
        for (int i = (int) Math.min(last, count() - 1); i >= 0; i--) {
            if (begins[i] != begins[i + 1]) {
                AddressIndex window = window(i);
                if (window.floor(address) >= 0) {
                    return window;
                }
            }
        }
        return null;
    }

    private AddressIndex sort(int from, int to) {
        long[] keys = Arrays.copyOfRange(addresses, from, to);
        int[] values = Arrays.copyOfRange(symbols, from, to);
        int size = 0;
        for (int i = 0; i < values.length; i++) {
            if (usable.test(values[i])) {
                keys[size] = keys[i];
                values[size++] = values[i];
            }
        }
        return AddressIndex.of(keys, values, size);
    }
}
