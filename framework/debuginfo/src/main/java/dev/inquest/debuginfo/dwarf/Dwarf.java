package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.Strings;
import dev.inquest.debuginfo.index.IndexFile;
import dev.inquest.debuginfo.index.IndexStore;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Access to entries, units and tables of strings and addresses. Safe for use by many threads. */
final class Dwarf {
    private final DebugSections sections;
    private final Cursor info;
    private final @Nullable Cursor strings;
    private final @Nullable Cursor lineStrings;
    private final ConcurrentMap<Integer, Unit> unitsByOffset = new ConcurrentHashMap<>();
    private final ConcurrentMap<Long, AbbreviationTable> abbreviations = new ConcurrentHashMap<>();
    private volatile Unit @Nullable [] units;
    private volatile @Nullable Map<Long, Unit> typeUnits;
    private final IndexStore store;
    private final Supplier<@Nullable Dwarf> supplement;
    /** Offset of the first type unit of version 4. */
    private final int typesStart;

    private volatile int @Nullable [] unitOffsets;

    /**
     * Access to a file.
     *
     * @param sections its sections
     * @param store where its index is kept
     * @param supplement gives the file that it shares entries and strings with, or null
     */
    Dwarf(DebugSections sections, IndexStore store, Supplier<@Nullable Dwarf> supplement) throws MalformedException {
        this.sections = sections;
        this.store = store;
        this.supplement = supplement;
        Cursor units = sections.get(DebugSection.INFO);
        Cursor types = sections.find(DebugSection.TYPES);
        this.typesStart = units.limit();
        this.info = types == null ? units : joined(units, types);
        this.strings = sections.find(DebugSection.STR);
        this.lineStrings = sections.find(DebugSection.LINE_STR);
    }

    DebugSections sections() {
        return sections;
    }

    private static Cursor joined(Cursor units, Cursor types) throws MalformedException {
        if (types.limit() > Integer.MAX_VALUE - units.limit()) {
            throw types.malformed("the sections of units and types are larger than 2 GB together");
        }
        ByteBuffer both = ByteBuffer.allocateDirect(units.limit() + types.limit())
                .put(units.data().duplicate().clear())
                .put(types.data().duplicate().clear())
                .clear();
        return new Cursor(units.where() + " and .debug_types", both.order(units.order()));
    }

    /** Returns the file that this one shares entries and strings with, or null when it has none or that was not given. */
    @Nullable
    Dwarf supplement() {
        return supplement.get();
    }

    /** Returns where the file's index is kept. */
    IndexStore store() {
        return store;
    }

    /** Returns the offsets of all units, rising; of the index where one is kept, so that their headers need not be visited. */
    int[] unitOffsets() {
        int[] ready = unitOffsets;
        if (ready == null) {
            IndexFile kept = store.open();
            IntBuffer stored = kept == null ? null : kept.ints(IndexFile.Section.UNITS);
            if (stored != null) {
                ready = new int[stored.limit()];
                stored.get(0, ready);
            } else {
                ready = Arrays.stream(units()).mapToInt(Unit::offset).toArray();
            }
            unitOffsets = ready;
        }
        return ready;
    }

    /** Returns a new cursor over {@code .debug_info}. */
    Cursor info() {
        return new Cursor(info.where(), info.data());
    }

    /** Returns a string of a section of strings; empty when the offset lies outside. */
    String string(DebugSection section, long offset) {
        Cursor in = section == DebugSection.LINE_STR ? lineStrings : strings;
        return in == null ? "" : Strings.at(in.data(), offset);
    }

    /** Returns the hash of a string of {@code .debug_str}, as {@link Strings#hash(byte[])} of its bytes. */
    int stringHash(long offset) {
        return strings == null || offset >= strings.limit() ? 0 : Strings.hash(strings.data(), (int) offset);
    }

    /** Returns the offset in {@code .debug_str} of an indexed string (DWARF 5, section 7.26). */
    long stringOffset(Unit unit, long index) throws MalformedException {
        Cursor in = sections.get(DebugSection.STR_OFFSETS);
        return in.seek(entry(unit.bases(this).strings(), index, unit.offsetSize()))
                .unsigned(unit.offsetSize());
    }

    /** Returns an indexed address (DWARF 5, section 7.27) of the table that begins at {@code base}. */
    long address(Unit unit, long base, long index) throws MalformedException {
        Cursor in = sections.get(DebugSection.ADDR);
        return in.seek(entry(base, index, unit.addressSize())).unsigned(unit.addressSize());
    }

    private static long entry(long base, long index, int size) {
        return index < 0 || index > Integer.MAX_VALUE || base < 0 || base > Integer.MAX_VALUE
                ? -1
                : base + index * size;
    }

    /** Returns the unit whose header is at an offset. */
    Unit unitAt(long offset) throws MalformedException {
        Cursor in = info().seek(offset);
        Unit unit = unitsByOffset.get((int) offset);
        if (unit == null) {
            unit = Unit.read(in, offset >= typesStart);
            Unit other = unitsByOffset.putIfAbsent((int) offset, unit);
            unit = other == null ? unit : other;
        }
        return unit;
    }

    /** Returns all units in the order of their offsets; those before a damaged one when there is such. */
    Unit[] units() {
        Unit[] ready = units;
        if (ready == null) {
            synchronized (this) {
                ready = units;
                if (ready == null) {
                    ready = readUnits();
                    units = ready;
                }
            }
        }
        return ready;
    }

    private Unit[] readUnits() {
        List<Unit> list = new ArrayList<>();
        long at = 0;
        try {
            while (at < info.limit()) {
                Unit unit = unitAt(at);
                list.add(unit);
                at = unit.end();
            }
        } catch (MalformedException e) {
            return list.toArray(Unit[]::new);
        }
        return list.toArray(Unit[]::new);
    }

    /** Returns the entry at an offset of the section, in whatever unit that is. */
    Die dieAt(long offset) throws MalformedException {
        int[] all = unitOffsets();
        int found = offset < 0 || offset > Integer.MAX_VALUE ? -1 : Arrays.binarySearch(all, (int) offset);
        int place = found >= 0 ? found : -found - 2;
        Unit unit = place < 0 || found == -1 ? null : unitAt(all[place]);
        if (unit == null || offset < unit.root() || offset >= unit.end()) {
            throw MalformedException.at(info.where(), offset, "lies in no unit");
        }
        return die(unit, (int) offset);
    }

    /** Returns the entry at an offset, which must lie in the unit. */
    Die die(Unit unit, int offset) throws MalformedException {
        if (offset < unit.root() || offset >= unit.end()) {
            throw MalformedException.at(info.where(), offset, "lies outside its unit");
        }
        Cursor in = info().seek(offset);
        long code = in.uleb();
        Abbreviation abbreviation = abbreviations(unit).get(code);
        if (abbreviation == null) {
            throw MalformedException.at(info.where(), offset, "abbreviation " + code + " is not known");
        }
        return new Die(this, unit, offset, in.position(), abbreviation);
    }

    /** Returns the children of an entry, without theirs. */
    List<Die> children(Die parent) throws MalformedException {
        if (parent.dwarf() != this) {
            return parent.dwarf().children(parent);
        }
        List<Die> children = new ArrayList<>();
        if (!parent.hasChildren()) {
            return children;
        }
        DieScanner scanner = new DieScanner(this, parent.unit(), abbreviations(parent.unit()));
        scanner.seek(parent.firstChild());
        while (scanner.read()) {
            children.add(die(parent.unit(), scanner.offset()));
            scanner.skipChildren();
        }
        return children;
    }

    /** Returns the type of a type unit by its signature, or null. */
    @Nullable
    Die signedType(long signature) throws MalformedException {
        Map<Long, Unit> bySignature = typeUnits;
        if (bySignature == null) {
            bySignature = new HashMap<>();
            for (Unit unit : units()) {
                if (unit.signedType() != 0) {
                    bySignature.putIfAbsent(unit.signature(), unit);
                }
            }
            typeUnits = bySignature;
        }
        Unit unit = bySignature.get(signature);
        return unit == null ? null : die(unit, unit.signedType());
    }

    /** Returns the abbreviations of a unit, and keeps them. */
    AbbreviationTable abbreviations(Unit unit) throws MalformedException {
        long key = unit.abbreviations() << 16 | unit.version() << 8 | unit.addressSize() << 4 | unit.offsetSize();
        AbbreviationTable table = abbreviations.get(key);
        if (table == null) {
            table = readAbbreviations(unit);
            abbreviations.put(key, table);
        }
        return table;
    }

    /** Returns a copy of {@code .debug_abbrev}; empty when there is none. */
    byte[] abbreviationBytes() {
        try {
            Cursor in = sections.find(DebugSection.ABBREV);
            byte[] bytes = new byte[in == null ? 0 : in.limit()];
            if (in != null) {
                in.data().get(0, bytes);
            }
            return bytes;
        } catch (MalformedException e) {
            return new byte[0];
        }
    }

    /** Reads the abbreviations of a unit without keeping them, for one who visits all units. */
    AbbreviationTable readAbbreviations(Unit unit) throws MalformedException {
        return AbbreviationTable.read(sections.get(DebugSection.ABBREV).seek(unit.abbreviations()), unit);
    }
}
