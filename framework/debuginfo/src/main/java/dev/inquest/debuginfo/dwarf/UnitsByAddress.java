package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.index.IndexFile;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the unit of an address in {@code .debug_aranges} (DWARF 5, section 6.1.2). Units that are not there (Clang writes none)
 * are asked for their ranges when an address is not found otherwise.
 *
 * <pre>
 * set   := length version:u16 unit:offset address_size:u8 segment_size:u8 pad (start:address length:address)* 0 0
 *          the pairs are aligned to twice the size of an address from the beginning of the set
 * </pre>
 */
final class UnitsByAddress {
    private final Dwarf dwarf;
    private final RangeMap map;
    private final Set<Integer> covered = new HashSet<>();
    private volatile @Nullable RangeMap others;

    UnitsByAddress(Dwarf dwarf) throws MalformedException {
        this.dwarf = dwarf;
        IndexFile kept = dwarf.store().open();
        RangeMap stored = kept == null ? null : RangeMap.of(kept);
        if (stored != null) {
            map = stored;
            others = stored; // it has those that are not in the section, too
            return;
        }
        RangeMap.Builder ranges = new RangeMap.Builder();
        Cursor in = dwarf.sections().find(DebugSection.ARANGES);
        try {
            while (in != null && !in.atEnd()) {
                readSet(in, ranges);
            }
        } catch (MalformedException e) {
            covered.clear(); // what was read stands; for the rest every unit is asked
        }
        map = ranges.build();
    }

    /** Returns the ranges of all units, whether the section has them or not. */
    RangeMap all() {
        RangeMap rest = others();
        if (rest == map) {
            return map;
        }
        RangeMap.Builder ranges = new RangeMap.Builder();
        ranges.add(rest);
        ranges.add(map);
        return ranges.build();
    }

    private void readSet(Cursor in, RangeMap.Builder ranges) throws MalformedException {
        int begin = in.position();
        long length = in.u32();
        int offsetSize = 4;
        if (length == 0xffffffffL) {
            offsetSize = 8;
            length = in.u64();
        }
        if (length < 0 || length > in.remaining()) {
            throw in.malformed("the set is longer than the section");
        }
        int end = in.position() + (int) length;
        int version = in.u16();
        long unit = in.unsigned(offsetSize);
        int addressSize = in.u8();
        int segmentSize = in.u8();
        if (version != 2 || segmentSize != 0 || addressSize != 4 && addressSize != 8 || unit > Integer.MAX_VALUE) {
            in.seek(end);
            return;
        }
        int pair = addressSize * 2;
        in.skip(Math.floorMod(begin - in.position(), pair));
        while (in.position() + pair <= end) {
            long start = in.unsigned(addressSize);
            long size = in.unsigned(addressSize);
            if (start == 0 && size == 0) {
                break;
            }
            ranges.add(start, start + size, (int) unit);
        }
        covered.add((int) unit);
        in.seek(end);
    }

    /** Returns the unit of an address as linked, or null. */
    @Nullable
    Unit find(long address) throws MalformedException {
        int unit = map.find(address);
        if (unit < 0) {
            unit = others().find(address);
        }
        return unit < 0 ? null : dwarf.unitAt(unit);
    }

    private RangeMap others() {
        RangeMap ready = others;
        if (ready == null) {
            synchronized (this) {
                ready = others;
                if (ready == null) {
                    RangeMap.Builder ranges = new RangeMap.Builder();
                    for (Unit unit : dwarf.units()) {
                        if (!covered.contains(unit.offset())) {
                            addRoot(unit, ranges);
                        }
                    }
                    ready = ranges.build();
                    others = ready;
                }
            }
        }
        return ready;
    }

    private void addRoot(Unit unit, RangeMap.Builder ranges) {
        try {
            ranges.add(Ranges.of(dwarf, dwarf.die(unit, unit.root())), unit.offset());
        } catch (MalformedException e) {
            covered.add(unit.offset()); // a damaged unit covers nothing
        }
    }
}
