package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Strings;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds types and variables by name in all units. Of several of one kind and name the one in the first unit counts. It keeps 16
 * to 28 bytes for each different name; names are compared where they lie.
 */
final class NameIndex {
    private final Dwarf dwarf;
    private final long[] keys;
    private final int[] offsets;
    /** Positions in {@code keys} plus 1, by hash of kind and name; 0 is free. */
    private final int[] slots;

    private NameIndex(Dwarf dwarf, long[] keys, int[] offsets, int[] slots) {
        this.dwarf = dwarf;
        this.keys = keys;
        this.offsets = offsets;
        this.slots = slots;
    }

    /** Skims all units. */
    static NameIndex build(Dwarf dwarf) {
        NameTable table = NameScan.run(dwarf);
        long[] keys = table.keys();
        int[] offsets = new int[keys.length];
        int[] slots = new int[Integer.highestOneBit(Math.max(16, keys.length)) * 4];
        NameIndex index = new NameIndex(dwarf, keys, offsets, slots);
        for (int i = 0; i < keys.length; i++) {
            offsets[i] = table.offset(keys[i]);
            int slot = slot(NameTable.kind(keys[i]), index.hash(keys[i]), slots.length);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
        return index;
    }

    private static int slot(int kind, int hash, int size) {
        int mixed = (hash + kind * 0x9e3779b9) * 0x85ebca6b;
        return (mixed ^ mixed >>> 15) & size - 1;
    }

    private int hash(long key) {
        long payload = NameTable.payload(key);
        if (NameTable.place(key) == NameTable.IN_STR) {
            return dwarf.stringHash(payload);
        }
        return Strings.hash(NameScan.name(dwarf, key).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the offset of the first entry of a kind and name, or -1. */
    int find(int kind, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int slot = slot(kind, Strings.hash(bytes), slots.length);
        int best = -1;
        while (slots[slot] != 0) {
            int entry = slots[slot] - 1;
            if (NameTable.kind(keys[entry]) == kind
                    && (best < 0 || offsets[entry] < best)
                    && name.equals(NameScan.name(dwarf, keys[entry]))) {
                best = offsets[entry];
            }
            slot = slot + 1 & slots.length - 1;
        }
        return best;
    }

    /** Gives the different names of a kind. */
    void forEach(int kind, Consumer<String> action) {
        Set<String> seen = new HashSet<>();
        for (long key : keys) {
            if (NameTable.kind(key) == kind) {
                String name = NameScan.name(dwarf, key);
                if (seen.add(name)) {
                    action.accept(name);
                }
            }
        }
    }

    /** Returns how many names of all kinds there are; for messages. */
    int size() {
        return keys.length;
    }
}
