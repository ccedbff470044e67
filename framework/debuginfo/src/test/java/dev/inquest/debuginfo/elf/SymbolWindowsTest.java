package dev.inquest.debuginfo.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.debuginfo.data.AddressIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SymbolWindowsTest {
    private static final long TEXT = 0xffffffff81000000L;

    /** What a sorted map says of the same symbols, at every step through windows that are full, empty or without usable symbols. */
    @Test
    void agreesWithASortedMap() {
        int count = 2000;
        long[] addresses = new long[count];
        int[] symbols = new int[count];
        TreeMap<Long, Integer> map = new TreeMap<>(Long::compareUnsigned);
        for (int i = 0; i < count; i++) {
            // Scattered over 32 MiB, with a hole of 8 MiB in the middle.
            long distance = i * 0x9e3779b9L % 0x1800000L;
            addresses[i] = TEXT + (distance < 0xc00000 ? distance : distance + 0x800000);
            symbols[i] = i + 1;
            if (usable(symbols[i], addresses[i])) {
                map.put(addresses[i], symbols[i]);
            }
        }
        long[] given = addresses.clone();
        SymbolWindows windows =
                SymbolWindows.of(addresses, symbols, count, symbol -> usable(symbol, given[symbol - 1]));
        for (int step = 0; step < 0x2200000 / 0x7ff; step++) {
            long at = TEXT - 0x1000 + step * 0x7ffL;
            AddressIndex window = windows.floor(at);
            Long expected = map.floorKey(at);
            if (expected == null) {
                assertNull(window, Long.toHexString(at));
            } else {
                assertNotNull(window, Long.toHexString(at));
                assertEquals(expected, window.key(window.floor(at)), Long.toHexString(at));
            }
        }
        List<Long> all = new ArrayList<>();
        for (int number = 0; number < windows.count(); number++) {
            AddressIndex window = windows.window(number);
            for (int i = 0; i < window.size(); i++) {
                all.add(window.key(i));
            }
        }
        assertEquals(List.copyOf(map.keySet()), all);
    }

    private static boolean usable(int symbol, long address) {
        return symbol % 3 != 0 && (address & 0x300000) != 0x100000;
    }

    @Test
    void symbolsAtOneAddressStayTogetherAndInOrder() {
        SymbolWindows windows =
                SymbolWindows.of(new long[] {TEXT + 16, TEXT, TEXT + 16}, new int[] {3, 5, 9}, 3, symbol -> true);
        AddressIndex window = windows.floor(TEXT + 20);
        assertNotNull(window);
        assertEquals(3, window.size());
        assertEquals(5, window.value(0));
        assertEquals(3, window.value(1));
        assertEquals(9, window.value(2));
    }

    @Test
    void theWholeAddressSpaceTakesFewWindows() {
        SymbolWindows windows = SymbolWindows.of(new long[] {-1, 0, 1L << 63}, new int[] {1, 2, 3}, 3, symbol -> true);
        assertTrue(windows.count() <= 4096);
        AddressIndex last = windows.floor(-1);
        assertNotNull(last);
        assertEquals(1, last.value(last.floor(-1)));
        AddressIndex middle = windows.floor(-2);
        assertNotNull(middle);
        assertEquals(3, middle.value(middle.floor(-2)));
    }

    @Test
    void nothingIsFoundAmongNoSymbols() {
        assertNull(SymbolWindows.of(new long[0], new int[0], 0, symbol -> true).floor(TEXT));
    }
}
