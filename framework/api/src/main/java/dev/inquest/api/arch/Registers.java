package dev.inquest.api.arch;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Values of registers, of which some may not be known. Immutable. */
public final class Registers {
    private final RegisterSet set;
    private final long[] values;
    private final long known;

    private Registers(RegisterSet set, long[] values, long known) {
        this.set = set;
        this.values = values;
        this.known = known;
    }

    /** Returns registers of which none is known. */
    public static Registers none(RegisterSet set) {
        return new Registers(set, new long[set.names().size()], 0);
    }

    /** Returns the register set. */
    public RegisterSet set() {
        return set;
    }

    /** Returns whether the register with this index is known. */
    public boolean knows(int index) {
        return index >= 0 && index < values.length && (known >>> index & 1) != 0;
    }

    /** Returns the value of the register with this index; 0 when it is not known. */
    public long get(int index) {
        return values[index];
    }

    /** Returns the program counter; 0 when it is not known. */
    public long pc() {
        return values[set.pc()];
    }

    /** Returns the stack pointer; 0 when it is not known. */
    public long sp() {
        return values[set.sp()];
    }

    /** Returns a copy in which one register is known. */
    public Registers with(int index, long value) {
        long[] copy = Arrays.copyOf(values, values.length);
        copy[index] = value;
        return new Registers(set, copy, known | 1L << index);
    }

    /** Returns a copy in which one register is not known. */
    public Registers without(int index) {
        long[] copy = Arrays.copyOf(values, values.length);
        copy[index] = 0;
        return new Registers(set, copy, known & ~(1L << index));
    }

    /** Returns the known registers by name, in the order of the set. */
    public Map<String, Long> byName() {
        Map<String, Long> map = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            if (knows(i)) {
                map.put(set.names().get(i), values[i]);
            }
        }
        return map;
    }
}
