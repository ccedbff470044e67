package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.MalformedException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The functions and lines of units, by address; those that were asked for last are kept. Safe for use by many threads. */
final class UnitCodes {
    private static final int KEPT_UNITS = 64;

    private final Dwarf dwarf;
    private volatile @Nullable UnitsByAddress units;
    private final Map<Integer, UnitCode> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, UnitCode> eldest) {
            return size() > KEPT_UNITS;
        }
    };

    UnitCodes(Dwarf dwarf) {
        this.dwarf = dwarf;
    }

    /** Returns the unit with the code at an address as linked, or null. */
    @Nullable
    UnitCode find(long address) throws MalformedException {
        Unit unit = units().find(address);
        return unit == null ? null : of(unit);
    }

    /** Returns the ranges of the units. */
    UnitsByAddress units() throws MalformedException {
        UnitsByAddress ready = units;
        if (ready == null) {
            synchronized (this) {
                ready = units;
                if (ready == null) {
                    ready = new UnitsByAddress(dwarf);
                    units = ready;
                }
            }
        }
        return ready;
    }

    /** Returns the functions and lines of a unit. */
    UnitCode of(Unit unit) throws MalformedException {
        synchronized (kept) {
            UnitCode code = kept.get(unit.offset());
            if (code == null) {
                code = new UnitCode(dwarf, unit);
                kept.put(unit.offset(), code);
            }
            return code;
        }
    }
}
