package dev.inquest.testkit.kernel;

import dev.inquest.testkit.KallsymsWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where things lie in the kernel's image:
 *
 * <pre>
 * image := text (2 MiB) read-only data (2 MiB) data (2 MiB)
 * </pre>
 */
final class ImageLayout {
    static final int SECTION = 2 << 20;
    static final int SIZE = 3 * SECTION;
    static final int FUNCTION = 0x400;

    private final long start;
    private final long[] next;
    private final Map<String, Long> functions = new LinkedHashMap<>();
    private final Map<String, Long> addresses = new LinkedHashMap<>();
    private final List<KallsymsWriter.Entry> symbols = new ArrayList<>();

    ImageLayout(long start) {
        this.start = start;
        this.next = new long[] {start + FUNCTION, start + SECTION, start + 2 * SECTION};
        label('T', "_text", start);
        label('T', "_stext", start);
    }

    long start() {
        return start;
    }

    /** Returns the address of a function, which is added when it is new. */
    long function(String name) {
        Long known = functions.get(name);
        if (known != null) {
            return known;
        }
        long address = reserve(0, FUNCTION, FUNCTION);
        functions.put(name, address);
        label('T', name, address);
        return address;
    }

    /** Returns the functions by name, in the order of address. */
    Map<String, Long> functions() {
        return functions;
    }

    /** Makes room in read-only data. */
    long readOnly(String name, int size) {
        long address = reserve(1, size, 8);
        label('R', name, address);
        return address;
    }

    /** Makes room for a variable. */
    long variable(String name, int size, int alignment) {
        long address = reserve(2, size, alignment);
        label('D', name, address);
        return address;
    }

    private long reserve(int section, int size, int alignment) {
        long address = next[section] + Math.floorMod(-next[section], (long) alignment);
        next[section] = address + size;
        if (next[section] > start + (section + 1L) * SECTION) {
            throw new IllegalStateException("the image is full");
        }
        return address;
    }

    /** Adds a symbol. */
    void label(char kind, String name, long address) {
        symbols.add(new KallsymsWriter.Entry(kind, name, address));
        addresses.put(name, address);
    }

    /** Returns the address of a symbol. */
    long address(String name) {
        Long address = addresses.get(name);
        if (address == null) {
            throw new IllegalArgumentException("no symbol " + name);
        }
        return address;
    }

    /** Returns the end of what was put into the text. */
    long textEnd() {
        return next[0];
    }

    /** Returns the symbols in the order of address. */
    List<KallsymsWriter.Entry> symbols() {
        List<KallsymsWriter.Entry> sorted = new ArrayList<>(symbols);
        sorted.sort(Comparator.comparing(KallsymsWriter.Entry::address, Long::compareUnsigned));
        return sorted;
    }
}
