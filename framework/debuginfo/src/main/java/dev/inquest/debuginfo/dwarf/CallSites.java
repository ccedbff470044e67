package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.location.ExpressionMachine;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.FaultException;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The calls that a function makes and what they pass (DWARF 5, section 3.4; before that {@code DW_TAG_GNU_call_site}).
 *
 * @param function the function
 */
record CallSites(Die function) {

    /** Returns the call that returns to an address as linked, or null. */
    @Nullable
    Die at(long returnAddress) throws MalformedException {
        Dwarf dwarf = function.dwarf();
        Unit unit = function.unit();
        if (!function.hasChildren()) {
            return null;
        }
        DieScanner scanner = new DieScanner(dwarf, unit, dwarf.abbreviations(unit));
        scanner.seek(function.firstChild());
        int depth = 1;
        while (depth > 0) {
            if (!scanner.read()) {
                depth--;
                continue;
            }
            int tag = scanner.tag();
            if (tag == Tag.CALL_SITE || tag == Tag.GNU_CALL_SITE) {
                Die site = dwarf.die(unit, scanner.offset());
                Attribute pc = site.attribute(tag == Tag.CALL_SITE ? At.CALL_RETURN_PC : At.LOW_PC);
                if (pc != null && pc.isAddress() && pc.address() == returnAddress) {
                    return site;
                }
                scanner.skipChildren();
            } else if (tag == Tag.LEXICAL_BLOCK || tag == Tag.INLINED_SUBROUTINE) {
                depth += scanner.children() ? 1 : 0;
            } else {
                scanner.skipChildren();
            }
        }
        return null;
    }

    /**
     * Returns whether a call entered a function, and not another one that jumped there at its end. Where the call names what it calls, that must
     * be the function and the only one of its kind (a clone is jumped to from the original); where it goes through a pointer, the pointer
     * must still be known.
     */
    static boolean calls(Die site, Die entered, DieSurroundings caller) throws MalformedException {
        Die named = site.reference(site.tag() == Tag.CALL_SITE ? At.CALL_ORIGIN : At.ABSTRACT_ORIGIN);
        if (named == null) {
            return throughPointer(site, entered, caller);
        }
        if (named.same(entered)) {
            return true;
        }
        Die root = entered.root();
        if (named.root().same(root)) {
            return new Instances(entered).count(root) == 1;
        }
        String name = root.name();
        return name != null
                && root.flag(At.EXTERNAL)
                && named.root().flag(At.EXTERNAL)
                && name.equals(named.ownOrOriginalName())
                && new Instances(entered).count(root) == 1;
    }

    private static boolean throughPointer(Die site, Die entered, DieSurroundings caller) throws MalformedException {
        Attribute target = site.attribute(site.tag() == Tag.CALL_SITE ? At.CALL_TARGET : At.GNU_CALL_SITE_TARGET);
        ByteBuffer operations = target == null ? null : operations(target);
        Attribute low = entered.attribute(At.LOW_PC);
        if (operations == null || low == null) {
            return false;
        }
        try {
            return ExpressionMachine.evaluate(operations, caller) == caller.runtime(low.address());
        } catch (UnknownValueException | FaultException e) {
            return false;
        }
    }

    /** Returns the operations that give what a call passes where the entered function looks for it with an expression; null when it does not tell. */
    static @Nullable ByteBuffer value(Die site, ByteBuffer expression) throws MalformedException {
        for (Die child : site.dwarf().children(site)) {
            if (child.tag() != Tag.CALL_SITE_PARAMETER && child.tag() != Tag.GNU_CALL_SITE_PARAMETER) {
                continue;
            }
            Attribute location = child.attribute(At.LOCATION);
            ByteBuffer place = location == null ? null : operations(location);
            if (place == null || place.compareTo(expression) != 0) {
                continue;
            }
            Attribute value =
                    child.attribute(child.tag() == Tag.CALL_SITE_PARAMETER ? At.CALL_VALUE : At.GNU_CALL_SITE_VALUE);
            return value == null ? null : operations(value);
        }
        return null;
    }

    private static @Nullable ByteBuffer operations(Attribute attribute) throws MalformedException {
        Cursor block = attribute.block();
        return block == null
                ? null
                : block.data().slice(block.position(), block.remaining()).order(block.order());
    }

    /** The functions of a unit with code of their own. */
    private record Instances(Die of) {
        /** Counts those that are instances of one entry. */
        int count(Die root) throws MalformedException {
            Dwarf dwarf = of.dwarf();
            Unit unit = of.unit();
            int count = 0;
            DieScanner scanner = new DieScanner(dwarf, unit, dwarf.abbreviations(unit));
            if (!scanner.read() || !scanner.children()) {
                return 0;
            }
            while (!scanner.atEnd() && scanner.read()) {
                if (scanner.tag() == Tag.SUBPROGRAM && !scanner.declaration()) {
                    Die die = dwarf.die(unit, scanner.offset());
                    boolean code = die.attribute(At.LOW_PC) != null || die.attribute(At.RANGES) != null;
                    count += code && die.root().same(root) ? 1 : 0;
                }
                scanner.skipChildren();
            }
            return count;
        }
    }
}
