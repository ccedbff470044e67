package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.MalformedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The functions of one unit by address, and its lines. */
final class UnitCode {
    private final Dwarf dwarf;
    private final Unit unit;
    private final AbbreviationTable abbreviations;
    private final RangeMap functions;
    private volatile @Nullable LineTable lines;

    UnitCode(Dwarf dwarf, Unit unit) throws MalformedException {
        this.dwarf = dwarf;
        this.unit = unit;
        this.abbreviations = dwarf.abbreviations(unit);
        RangeMap.Builder ranges = new RangeMap.Builder();
        DieScanner scanner = new DieScanner(dwarf, unit, abbreviations);
        if (scanner.read() && scanner.children()) {
            functions(scanner, ranges);
        }
        functions = ranges.build();
    }

    private void functions(DieScanner scanner, RangeMap.Builder ranges) throws MalformedException {
        int depth = 1;
        while (depth > 0 && !scanner.atEnd()) {
            if (!scanner.read()) {
                depth--;
            } else if (scanner.tag() == Tag.NAMESPACE && scanner.children()) {
                depth++;
            } else if (scanner.tag() == Tag.SUBPROGRAM && !scanner.declaration()) {
                ranges.add(Ranges.of(dwarf, dwarf.die(unit, scanner.offset())), scanner.offset());
                scanner.skipChildren();
            } else {
                scanner.skipChildren();
            }
        }
    }

    /** Returns the lines, running the unit's program when first asked. */
    LineTable lines() throws MalformedException {
        LineTable ready = lines;
        if (ready == null) {
            ready = LineProgram.of(dwarf, unit);
            lines = ready;
        }
        return ready;
    }

    /**
     * Returns the function at an address and what is inlined there, outermost first; empty when no function is known.
     *
     * @param address address as linked
     */
    List<Die> chain(long address) throws MalformedException {
        int function = functions.find(address);
        List<Die> chain = new ArrayList<>();
        if (function < 0) {
            return chain;
        }
        chain.add(dwarf.die(unit, function));
        DieScanner scanner = new DieScanner(dwarf, unit, abbreviations);
        scanner.seek(function);
        if (!scanner.read() || !scanner.children()) {
            return chain;
        }
        int depth = 1;
        while (depth > 0) {
            if (!scanner.read()) {
                depth--;
                continue;
            }
            boolean inlined = scanner.tag() == Tag.INLINED_SUBROUTINE;
            if (!inlined && scanner.tag() != Tag.LEXICAL_BLOCK || !covers(scanner.offset(), inlined, address)) {
                scanner.skipChildren();
                continue;
            }
            if (inlined) {
                chain.add(dwarf.die(unit, scanner.offset()));
            }
            depth += scanner.children() ? 1 : 0;
        }
        return chain;
    }

    /** A block without addresses is entered: what is inlined inside it has its own. */
    private boolean covers(int offset, boolean inlined, long address) throws MalformedException {
        Die die = dwarf.die(unit, offset);
        boolean everywhere = !inlined && die.attribute(At.LOW_PC) == null && die.attribute(At.RANGES) == null;
        return everywhere || Ranges.of(dwarf, die).contains(address);
    }
}
