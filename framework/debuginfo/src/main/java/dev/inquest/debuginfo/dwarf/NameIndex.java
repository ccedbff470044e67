package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Strings;
import dev.inquest.debuginfo.index.IndexFile;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds types and variables by name in all units. Of several of one kind and name the one in the first unit counts. It has 16
 * to 28 bytes for each different name, in memory or in a mapped file; names are compared where they lie.
 */
final class NameIndex {
    private final Dwarf dwarf;
    private final LongBuffer keys;
    private final IntBuffer offsets;
    /** Positions in {@code keys} plus 1, by hash of kind and name; 0 is free. */
    private final IntBuffer slots;

    private NameIndex(Dwarf dwarf, LongBuffer keys, IntBuffer offsets, IntBuffer slots) {
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
        for (int i = 0; i < keys.length; i++) {
            offsets[i] = table.offset(keys[i]);
            int slot = slot(NameTable.kind(keys[i]), hash(dwarf, keys[i]), slots.length);
            while (slots[slot] != 0) {
                slot = slot + 1 & slots.length - 1;
            }
            slots[slot] = i + 1;
        }
        return new NameIndex(dwarf, LongBuffer.wrap(keys), IntBuffer.wrap(offsets), IntBuffer.wrap(slots));
    }

    /** Returns the index that a file keeps, or null when it keeps none that can be used. */
    static @Nullable NameIndex of(Dwarf dwarf, IndexFile file) {
        LongBuffer keys = file.longs(IndexFile.Section.NAME_KEYS);
        IntBuffer offsets = file.ints(IndexFile.Section.NAME_OFFSETS);
        IntBuffer slots = file.ints(IndexFile.Section.NAME_SLOTS);
        if (keys == null || offsets == null || slots == null) {
            return null;
        }
        boolean fit =
                offsets.limit() == keys.limit() && slots.limit() > keys.limit() && Integer.bitCount(slots.limit()) == 1;
        if (!fit) {
            file.reject();
            return null;
        }
        return new NameIndex(dwarf, keys, offsets, slots);
    }

    LongBuffer keys() {
        return keys;
    }

    IntBuffer offsets() {
        return offsets;
    }

    IntBuffer slots() {
        return slots;
    }

    private static int slot(int kind, int hash, int size) {
        int mixed = (hash + kind * 0x9e3779b9) * 0x85ebca6b;
        return (mixed ^ mixed >>> 15) & size - 1;
    }

    private static int hash(Dwarf dwarf, long key) {
        long payload = NameTable.payload(key);
        if (NameTable.place(key) == NameTable.IN_STR) {
            return dwarf.stringHash(payload);
        }
        return Strings.hash(NameScan.name(dwarf, key).getBytes(StandardCharsets.UTF_8));
    }

    /** Returns the offset of the first entry of a kind and name, or -1. */
    int find(int kind, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int size = slots.limit();
        int slot = slot(kind, Strings.hash(bytes), size);
        int best = -1;
        // A table that was read from a file may be full, or point behind the keys.
        for (int probes = 0; probes < size && slots.get(slot) != 0; probes++) {
            int entry = slots.get(slot) - 1;
            if (entry >= 0
                    && entry < keys.limit()
                    && NameTable.kind(keys.get(entry)) == kind
                    && (best < 0 || offsets.get(entry) < best)
                    && name.equals(NameScan.name(dwarf, keys.get(entry)))) {
                best = offsets.get(entry);
            }
            slot = slot + 1 & size - 1;
        }
        return best;
    }

    /** Gives the different names of a kind. */
    void forEach(int kind, Consumer<String> action) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < keys.limit(); i++) {
            if (NameTable.kind(keys.get(i)) == kind) {
                String name = NameScan.name(dwarf, keys.get(i));
                if (seen.add(name)) {
                    action.accept(name);
                }
            }
        }
    }
}
