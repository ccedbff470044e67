package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.progress.Waiting;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import dev.inquest.debuginfo.data.Strings;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Skims the top-level entries of all units for names, with as many threads as there are processors. */
final class NameScan {
    static final int STRUCT = 1;
    static final int UNION = 2;
    static final int ENUM = 3;
    static final int TYPEDEF = 4;
    static final int BASE = 5;
    static final int VARIABLE = 6;
    /** A variable that is only declared, which tells its type where the definition is in assembler or not there. */
    static final int DECLARED_VARIABLE = 7;

    private static final int BATCH = 8;

    private final Dwarf dwarf;
    private final Unit[] units;
    private final AtomicInteger next = new AtomicInteger();

    /** All abbreviations; none when there is no such section, and then no unit can be read. */
    private final byte[] abbreviations;

    private NameScan(Dwarf dwarf) {
        this.dwarf = dwarf;
        this.units = dwarf.units();
        this.abbreviations = dwarf.abbreviationBytes();
    }

    /** Returns the names of all units. */
    static NameTable run(Dwarf dwarf) {
        NameScan scan = new NameScan(dwarf);
        int helpers = Math.min(Runtime.getRuntime().availableProcessors(), scan.units.length / BATCH) - 1;
        List<Thread> threads = new ArrayList<>();
        List<NameTable> tables = new ArrayList<>();
        for (int i = 0; i < helpers; i++) {
            NameTable table = new NameTable();
            tables.add(table);
            threads.add(Thread.ofPlatform().daemon().name("dwarf-names-" + i).start(() -> scan.take(table)));
        }
        NameTable own = new NameTable();
        scan.take(own);
        for (int i = 0; i < helpers; i++) {
            // The index is of no use without its part.
            Waiting.forEnd(threads.get(i));
            own.addAll(tables.get(i));
        }
        return own;
    }

    private void take(NameTable table) {
        UnitSkim skim = units.length == 0 ? null : new UnitSkim(dwarf, abbreviations, units[0]);
        while (skim != null) {
            int first = next.getAndAdd(BATCH);
            if (first >= units.length || first < 0) {
                return;
            }
            for (int i = first; i < Math.min(first + BATCH, units.length); i++) {
                scanWhatIsWhole(units[i], skim, table);
            }
            // Of hundreds of megabytes hardly any are looked at again: they need not stay in this process's memory.
            dwarf.info().release(units[first].offset(), units[Math.min(first + BATCH, units.length) - 1].end());
        }
    }

    private void scanWhatIsWhole(Unit unit, UnitSkim skim, NameTable table) {
        try {
            if (skim.begin(dwarf.info(), unit)) {
                scan(unit, skim, table);
            } else {
                scan(unit, table);
            }
        } catch (MalformedException e) {
            // What the unit told before the damage stands.
        }
    }

    private static int kind(int tag, boolean declaration) {
        return switch (tag) {
            case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE -> STRUCT;
            case Tag.UNION_TYPE -> UNION;
            case Tag.ENUMERATION_TYPE -> ENUM;
            case Tag.TYPEDEF -> TYPEDEF;
            case Tag.BASE_TYPE -> BASE;
            case Tag.VARIABLE -> declaration ? DECLARED_VARIABLE : VARIABLE;
            default -> 0;
        };
    }

    private void scan(Unit unit, UnitSkim skim, NameTable table) throws MalformedException {
        if (!skim.read() || !skim.children()) {
            return;
        }
        Cursor in = dwarf.info();
        while (!skim.atEnd() && skim.read()) {
            int kind = kind(skim.tag(), skim.declaration());
            if (kind != 0 && (!skim.declaration() || kind == DECLARED_VARIABLE)) {
                if (skim.nameForm() == Form.STRP) {
                    table.add(NameTable.key(kind, NameTable.IN_STR, skim.nameOffset()), skim.offset());
                } else if (skim.nameForm() != 0) {
                    add(in, unit, skim.nameForm(), skim.namePosition(), kind, skim.offset(), table);
                } else if (kind == VARIABLE && skim.specification()) {
                    long name = skim.specifiedName();
                    if (name >= 0) {
                        table.add(NameTable.key(VARIABLE, NameTable.IN_STR, name), skim.offset());
                    } else {
                        addSpecified(in, unit, skim.offset(), table);
                    }
                }
            }
            skim.skipChildren();
        }
    }

    /** Skims a unit with abbreviations that are numbered in a strange way. */
    private void scan(Unit unit, NameTable table) throws MalformedException {
        DieScanner scanner = new DieScanner(dwarf, unit, dwarf.readAbbreviations(unit));
        if (!scanner.read() || !scanner.children()) {
            return;
        }
        Cursor in = dwarf.info();
        while (!scanner.atEnd() && scanner.read()) {
            int kind = kind(scanner.tag(), scanner.declaration());
            if (kind != 0 && (!scanner.declaration() || kind == DECLARED_VARIABLE)) {
                if (scanner.nameForm() != 0) {
                    add(in, unit, scanner.nameForm(), scanner.namePosition(), kind, scanner.offset(), table);
                } else if (kind == VARIABLE && scanner.specification()) {
                    addSpecified(in, unit, scanner.offset(), table);
                }
            }
            scanner.skipChildren();
        }
    }

    /** A definition takes its name from the declaration that it completes. */
    private void addSpecified(Cursor in, Unit unit, int offset, NameTable table) throws MalformedException {
        Die declaration = dwarf.die(unit, offset).reference(At.SPECIFICATION);
        Attribute name = declaration == null ? null : declaration.attribute(At.NAME);
        if (declaration != null && name != null) {
            add(in, declaration.unit(), name.form(), name.position(), VARIABLE, offset, table);
        }
    }

    private void add(Cursor in, Unit unit, int form, int position, int kind, int offset, NameTable table)
            throws MalformedException {
        long key = switch (form) {
            case Form.STRP ->
                NameTable.key(kind, NameTable.IN_STR, in.seek(position).unsigned(unit.offsetSize()));
            case Form.LINE_STRP ->
                NameTable.key(kind, NameTable.IN_LINE_STR, in.seek(position).unsigned(unit.offsetSize()));
            case Form.GNU_STRP_ALT, Form.STRP_SUP ->
                NameTable.key(kind, NameTable.IN_SUPPLEMENT, in.seek(position).unsigned(unit.offsetSize()));
            case Form.STRING -> inline(in, position, kind);
            default -> {
                long index = new Attribute(dwarf, unit, form, position, 0).stringIndex();
                yield index < 0 ? 0 : NameTable.key(kind, NameTable.IN_STR, dwarf.stringOffset(unit, index));
            }
        };
        if (key != 0) {
            table.add(key, offset);
        }
    }

    private static long inline(Cursor in, int position, int kind) throws MalformedException {
        in.seek(position);
        in.skipString();
        int length = in.position() - 1 - position;
        if (length > 7) {
            return NameTable.key(kind, NameTable.IN_INFO, position);
        }
        long packed = 0;
        for (int i = 0; i < length; i++) {
            packed |= (in.data().get(position + i) & 0xffL) << i * 8;
        }
        return NameTable.key(kind, NameTable.PACKED, packed);
    }

    /** Returns the string that a key of the table stands for. */
    static String name(Dwarf dwarf, long key) {
        long payload = NameTable.payload(key);
        return switch (NameTable.place(key)) {
            case NameTable.IN_STR -> dwarf.string(DebugSection.STR, payload);
            case NameTable.IN_LINE_STR -> dwarf.string(DebugSection.LINE_STR, payload);
            case NameTable.IN_SUPPLEMENT -> {
                Dwarf supplement = dwarf.supplement();
                yield supplement == null ? "" : supplement.string(DebugSection.STR, payload);
            }
            case NameTable.IN_INFO -> Strings.at(dwarf.info().data(), payload);
            default -> {
                StringBuilder name = new StringBuilder(7);
                for (long rest = payload; rest != 0; rest >>>= 8) {
                    name.append((char) (rest & 0xff));
                }
                yield name.toString();
            }
        };
    }
}
