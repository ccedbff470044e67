package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.layout.LineSource;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines and inlined functions. Files are named as the compiler recorded them, without the directory of compilation:
 * {@code include/linux/refcount.h}, {@code kernel/panic.c}; those that the build recorded with a full path (assembler sources,
 * headers of modules built elsewhere) keep it.
 */
final class DwarfLines implements LineSource {
    private final Dwarf dwarf;
    private final UnitCodes units;

    DwarfLines(Dwarf dwarf, UnitCodes units) {
        this.dwarf = dwarf;
        this.units = units;
    }

    @Override
    public List<Position> positions(long pc) {
        long address = pc - dwarf.sections().bias();
        try {
            UnitCode code = units.find(address);
            return code == null ? List.of() : positions(code, address);
        } catch (MalformedException e) {
            return List.of();
        }
    }

    private static List<Position> positions(UnitCode code, long address) throws MalformedException {
        List<UnitCode.Level> chain = code.chain(address);
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
            Die function = chain.get(i).function();
            positions.add(new Position(function.ownOrOriginalName(), i > 0, file, line, column));
            file = files.path(function.number(At.CALL_FILE, -1));
            line = (int) function.number(At.CALL_LINE, 0);
            column = (int) function.number(At.CALL_COLUMN, 0);
        }
        return positions;
    }
}
