package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.MalformedException;

/** Goes over the enumerations without a name, to which no index leads. All units are gone over, which takes a second for a kernel. */
final class EnumScan {
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
        for (Unit unit : dwarf.units()) {
            try {
                if (!unit(unit)) {
                    return false;
                }
            } catch (MalformedException e) {
                // The other units are in order.
            }
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
