package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.MalformedException;

/** Goes over the enumerations without a name, to which no index leads. All units are gone over, which takes a second for a kernel. */
final class EnumScan {
    private static final int BATCH = 64;

    private final Dwarf dwarf;
    private final Visitor visitor;

    /** Receives the enumerations. */
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(Die enumeration) throws MalformedException;
    }

    private EnumScan(Dwarf dwarf, Visitor visitor) {
        this.dwarf = dwarf;
        this.visitor = visitor;
    }

    /** Goes over all units, and those of the supplementary file, until the visitor has enough. */
    static void run(Dwarf dwarf, Visitor visitor) {
        Dwarf supplement = dwarf.supplement();
        if (new EnumScan(dwarf, visitor).all() && supplement != null) {
            new EnumScan(supplement, visitor).all();
        }
    }

    private boolean all() {
        Unit[] units = dwarf.units();
        if (units.length == 0) {
            return true;
        }
        UnitSkim skim = new UnitSkim(dwarf, dwarf.abbreviationBytes(), units[0]);
        int released = 0;
        for (int i = 0; i < units.length; i++) {
            try {
                boolean more = skim.begin(dwarf.info(), units[i]) ? unit(units[i], skim) : unit(units[i]);
                if (!more) {
                    return false;
                }
            } catch (MalformedException e) {
                // The other units are in order.
            }
            // What was gone over need not stay in memory.
            if (i - released >= BATCH) {
                dwarf.info().release(units[released].offset(), units[i].end());
                released = i;
            }
        }
        return true;
    }

    private boolean unit(Unit unit, UnitSkim skim) throws MalformedException {
        if (!skim.read() || !skim.children()) {
            return true;
        }
        while (!skim.atEnd() && skim.read()) {
            boolean nameless = skim.tag() == Tag.ENUMERATION_TYPE && skim.nameForm() == 0;
            if (nameless && !skim.declaration() && !visitor.visit(dwarf.die(unit, skim.offset()))) {
                return false;
            }
            skim.skipChildren();
        }
        return true;
    }

    private boolean unit(Unit unit) throws MalformedException {
        DieScanner scanner = new DieScanner(dwarf, unit, dwarf.readAbbreviations(unit));
        if (!scanner.read() || !scanner.children()) {
            return true;
        }
        while (!scanner.atEnd() && scanner.read()) {
            boolean nameless = scanner.tag() == Tag.ENUMERATION_TYPE && scanner.nameForm() == 0;
            if (nameless && !scanner.declaration() && !visitor.visit(dwarf.die(unit, scanner.offset()))) {
                return false;
            }
            scanner.skipChildren();
        }
        return true;
    }
}
