package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import org.jspecify.annotations.Nullable;

/** A debugging information entry (DWARF 5, chapter 2). Attributes are looked for in its bytes each time. */
final class Die {
    private final Dwarf dwarf;
    private final Unit unit;
    private final int offset;
    private final int start;
    private final Abbreviation abbreviation;

    Die(Dwarf dwarf, Unit unit, int offset, int start, Abbreviation abbreviation) {
        this.dwarf = dwarf;
        this.unit = unit;
        this.offset = offset;
        this.start = start;
        this.abbreviation = abbreviation;
    }

    Dwarf dwarf() {
        return dwarf;
    }

    Unit unit() {
        return unit;
    }

    /** Returns what the entry is an instance or a definition of, or null. */
    @Nullable
    Die original() throws MalformedException {
        Die origin = reference(At.ABSTRACT_ORIGIN);
        return origin == null ? reference(At.SPECIFICATION) : origin;
    }

    /** Returns the entry that all instances and declarations lead to; itself when it is none. */
    Die root() throws MalformedException {
        Die die = this;
        for (int depth = 0; depth < 16; depth++) {
            Die next = die.original();
            if (next == null) {
                return die;
            }
            die = next;
        }
        return die;
    }

    /** Returns whether both stand for one entry. */
    boolean same(Die other) {
        return dwarf == other.dwarf && offset == other.offset;
    }

    /** Returns the first entry with an attribute: this one, or what it is an instance or a definition of; null when none has it. */
    @Nullable
    Die withAttribute(int name) throws MalformedException {
        Die die = this;
        for (int depth = 0; depth < 16; depth++) {
            if (die.attribute(name) != null) {
                return die;
            }
            Die next = die.original();
            if (next == null) {
                return null;
            }
            die = next;
        }
        return null;
    }

    /** Returns the offset in {@code .debug_info}. */
    int offset() {
        return offset;
    }

    int tag() {
        return abbreviation.tag();
    }

    boolean hasChildren() {
        return abbreviation.children();
    }

    /** Returns an attribute, or null. */
    @Nullable
    Attribute attribute(int name) throws MalformedException {
        Cursor in = null;
        for (int i = 0; i < abbreviation.count(); i++) {
            int form = abbreviation.form(i);
            if (abbreviation.attribute(i) == name) {
                if (form == Form.IMPLICIT_CONST) {
                    return new Attribute(dwarf, unit, form, start, abbreviation.constant(i));
                }
                in = at(in, i);
                if (form == Form.INDIRECT) {
                    form = (int) in.uleb();
                }
                return new Attribute(dwarf, unit, form, in.position(), 0);
            }
        }
        return null;
    }

    private Cursor at(@Nullable Cursor reuse, int index) throws MalformedException {
        Cursor in = reuse == null ? dwarf.info().seek(start) : reuse;
        for (int i = 0; i < index; i++) {
            Form.skip(in, abbreviation.form(i), unit);
        }
        return in;
    }

    /** Returns the offset of the first child, if there are children. */
    int firstChild() throws MalformedException {
        return at(null, abbreviation.count()).position();
    }

    /** Returns a number, or {@code otherwise} when the attribute is missing or is none. */
    long number(int name, long otherwise) throws MalformedException {
        Attribute attribute = attribute(name);
        return attribute == null ? otherwise : attribute.number(otherwise);
    }

    /** Returns a string, or null. */
    @Nullable
    String string(int name) throws MalformedException {
        Attribute attribute = attribute(name);
        return attribute == null ? null : attribute.string();
    }

    /** Returns the name, or null. */
    @Nullable
    String name() throws MalformedException {
        return string(At.NAME);
    }

    /** Returns a flag; false when it is missing. */
    boolean flag(int name) throws MalformedException {
        return number(name, 0) != 0;
    }

    /** Returns the entry that an attribute refers to, or null. */
    @Nullable
    Die reference(int name) throws MalformedException {
        Attribute attribute = attribute(name);
        return attribute == null ? null : attribute.reference();
    }

    /** Returns the name, of the entry itself or of what it is an instance or a definition of. */
    @Nullable
    String ownOrOriginalName() throws MalformedException {
        Die named = withAttribute(At.NAME);
        return named == null ? null : named.name();
    }
}
