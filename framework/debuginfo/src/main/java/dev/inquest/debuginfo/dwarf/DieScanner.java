package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;

/**
 * Skims the entries of a unit without making objects. {@link #read} takes one entry and goes behind its attributes, that is to
 * its first child or its successor. Each step moves forward, so that skimming ends.
 */
final class DieScanner {
    private final Unit unit;
    private final Cursor in;
    private final AbbreviationTable abbreviations;
    private int offset;
    private int tag;
    private boolean children;
    private boolean declaration;
    private int sibling;
    private int nameForm;
    private int namePosition;
    private boolean specification;

    /** Makes a scanner that stands at the unit's first entry. */
    DieScanner(Dwarf dwarf, Unit unit, AbbreviationTable abbreviations) throws MalformedException {
        this.unit = unit;
        this.abbreviations = abbreviations;
        this.in = dwarf.info().limit(unit.end()).seek(unit.root());
    }

    /** Goes to an entry. */
    void seek(int entry) throws MalformedException {
        in.seek(entry);
    }

    /** Returns where the scanner stands. */
    int position() {
        return in.position();
    }

    /** Returns whether the unit has ended. */
    boolean atEnd() {
        return in.atEnd();
    }

    /** Reads the next entry; false for the null entry that ends a list of siblings. */
    boolean read() throws MalformedException {
        offset = in.position();
        long code = in.uleb();
        if (code == 0) {
            return false;
        }
        Abbreviation abbreviation = abbreviations.get(code);
        if (abbreviation == null) {
            throw MalformedException.at(in.where(), offset, "abbreviation " + code + " is not known");
        }
        tag = abbreviation.tag();
        children = abbreviation.children();
        declaration = abbreviation.declaration();
        sibling = 0;
        nameForm = 0;
        specification = false;
        int steps = abbreviation.stepCount();
        for (int i = 0; i < steps; i++) {
            int step = abbreviation.step(i);
            int argument = step & 0xffffff;
            switch (step >>> 24) {
                case Abbreviation.SKIP -> in.skip(argument);
                case Abbreviation.SIBLING -> sibling(argument);
                case Abbreviation.NAME -> {
                    nameForm = argument;
                    namePosition = in.position();
                    Form.skip(in, argument, unit);
                }
                case Abbreviation.DECLARATION -> {
                    int before = in.position();
                    Form.skip(in, argument, unit);
                    declaration = in.position() > before && in.data().get(before) != 0;
                }
                case Abbreviation.SPECIFICATION -> {
                    specification = true;
                    Form.skip(in, argument, unit);
                }
                default -> Form.skip(in, argument, unit);
            }
        }
        return true;
    }

    private void sibling(int form) throws MalformedException {
        long distance = switch (form) {
            case Form.REF1 -> in.u8();
            case Form.REF2 -> in.u16();
            case Form.REF4 -> in.u32();
            case Form.REF8 -> in.u64();
            case Form.REF_UDATA -> in.uleb();
            default -> {
                Form.skip(in, form, unit);
                yield 0;
            }
        };
        sibling = distance > 0 && distance <= unit.end() - unit.offset() ? unit.offset() + (int) distance : 0;
    }

    /** Goes behind the children of the entry that was read last. */
    void skipChildren() throws MalformedException {
        int depth = children ? 1 : 0;
        while (depth > 0) {
            if (sibling > in.position()) {
                in.seek(sibling);
                sibling = 0;
                depth--;
            } else {
                // Without a sibling to go to, each child is skimmed in turn.
                boolean entry = read();
                if (!entry) {
                    sibling = 0;
                    depth--;
                } else if (children) {
                    depth++;
                } else {
                    sibling = 0;
                }
            }
        }
    }

    int offset() {
        return offset;
    }

    int tag() {
        return tag;
    }

    boolean children() {
        return children;
    }

    boolean declaration() {
        return declaration;
    }

    /** Returns the form of the name, or 0 when there is none. */
    int nameForm() {
        return nameForm;
    }

    int namePosition() {
        return namePosition;
    }

    /** Returns whether the entry completes another one. */
    boolean specification() {
        return specification;
    }
}
