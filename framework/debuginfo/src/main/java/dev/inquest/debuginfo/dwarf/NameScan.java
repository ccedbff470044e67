package dev.inquest.debuginfo.dwarf;

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

    private NameScan(Dwarf dwarf) {
        this.dwarf = dwarf;
        this.units = dwarf.units();
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
            join(threads.get(i));
            own.addAll(tables.get(i));
        }
        return own;
    }

    /** Waits for a thread whatever happens: the index is of no use without its part. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void take(NameTable table) {
        while (true) {
            int first = next.getAndAdd(BATCH);
            if (first >= units.length || first < 0) {
                return;
            }
            for (int i = first; i < Math.min(first + BATCH, units.length); i++) {
                scanWhatIsWhole(units[i], table);
            }
            // Of hundreds of megabytes hardly any are looked at again: they need not stay in this process's memory.
            dwarf.info().release(units[first].offset(), units[Math.min(first + BATCH, units.length) - 1].end());
        }
    }

    private void scanWhatIsWhole(Unit unit, NameTable table) {
        try {
            scan(unit, table);
        } catch (MalformedException e) {
            // What the unit told before the damage stands.
        }
    }

    private void scan(Unit unit, NameTable table) throws MalformedException {
        DieScanner scanner = new DieScanner(dwarf, unit, dwarf.readAbbreviations(unit));
        if (!scanner.read() || !scanner.children()) {
            return;
        }
        Cursor in = dwarf.info();
        while (!scanner.atEnd() && scanner.read()) {
            int kind = switch (scanner.tag()) {
                case Tag.STRUCTURE_TYPE, Tag.CLASS_TYPE -> STRUCT;
                case Tag.UNION_TYPE -> UNION;
                case Tag.ENUMERATION_TYPE -> ENUM;
                case Tag.TYPEDEF -> TYPEDEF;
                case Tag.BASE_TYPE -> BASE;
                case Tag.VARIABLE -> scanner.declaration() ? DECLARED_VARIABLE : VARIABLE;
                default -> 0;
            };
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
