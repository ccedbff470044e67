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

    /** Returns the unit. */
    Unit unit() {
        return unit;
    }

    /** Returns the function at an address as linked, or null. */
    @Nullable
    Die function(long address) throws MalformedException {
        int function = functions.find(address);
        return function < 0 ? null : dwarf.die(unit, function);
    }

    /**
     * A function, or one that was inlined, around an address.
     *
     * @param function its entry
     * @param blocks the blocks around the address that lie in it, outermost first
     */
    record Level(Die function, List<Die> blocks) {}

    /**
     * Returns the function at an address and what is inlined there, outermost first; empty when no function is known.
     *
     * @param address address as linked
     */
    List<Level> chain(long address) throws MalformedException {
        int function = functions.find(address);
        List<Level> chain = new ArrayList<>();
        if (function < 0) {
            return chain;
        }
        chain.add(new Level(dwarf.die(unit, function), new ArrayList<>(2)));
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
            if (!inlined && scanner.tag() != Tag.LEXICAL_BLOCK) {
                scanner.skipChildren();
                continue;
            }
            Die die = dwarf.die(unit, scanner.offset());
            // A block without addresses is entered: what is inlined inside it has its own.
            boolean everywhere = !inlined && die.attribute(At.LOW_PC) == null && die.attribute(At.RANGES) == null;
            if (!everywhere && !Ranges.of(dwarf, die).contains(address)) {
                scanner.skipChildren();
                continue;
            }
            if (inlined) {
                chain.add(new Level(die, new ArrayList<>(2)));
            } else if (!everywhere) {
                chain.getLast().blocks().add(die);
            }
            depth += scanner.children() ? 1 : 0;
        }
        return chain;
    }
}
