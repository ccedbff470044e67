package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.LineSource;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines and inlined functions. Files are named as the compiler recorded them, without the directory of compilation:
 * {@code include/linux/refcount.h}, {@code kernel/panic.c}; those that the build recorded with a full path (assembler sources,
 * headers of modules built elsewhere) keep it.
 */
final class DwarfLines implements LineSource {
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

    DwarfLines(Dwarf dwarf) {
        this.dwarf = dwarf;
    }

    @Override
    public List<Position> positions(long pc) {
        long address = pc - dwarf.sections().bias();
        try {
            Unit unit = units().find(address);
            return unit == null ? List.of() : positions(code(unit), address);
        } catch (MalformedException e) {
            return List.of();
        }
    }

    private UnitsByAddress units() throws MalformedException {
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

    private UnitCode code(Unit unit) throws MalformedException {
        synchronized (kept) {
            UnitCode code = kept.get(unit.offset());
            if (code == null) {
                code = new UnitCode(dwarf, unit);
                kept.put(unit.offset(), code);
            }
            return code;
        }
    }

    private static List<Position> positions(UnitCode code, long address) throws MalformedException {
        List<Die> chain = code.chain(address);
        LineTable lines = code.lines();
        FileTable files = lines.fileTable();
        int row = lines.find(address);
        String file = row < 0 ? null : files.path(lines.file(row));
        int line = row < 0 ? 0 : lines.line(row);
        int column = row < 0 ? 0 : lines.column(row);
        if (chain.isEmpty()) {
            return row < 0 ? List.of() : List.of(new Position(null, false, file, line, column));
        }
        List<Position> positions = new ArrayList<>(chain.size());
        for (int i = chain.size() - 1; i >= 0; i--) {
            Die function = chain.get(i);
            positions.add(new Position(function.ownOrOriginalName(), i > 0, file, line, column));
            file = files.path(function.number(At.CALL_FILE, -1));
            line = (int) function.number(At.CALL_LINE, 0);
            column = (int) function.number(At.CALL_COLUMN, 0);
        }
        return positions;
    }
}
