package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Skims the entries of one unit after the other as {@link DieScanner} does, in copies of their bytes and with no objects for abbreviations: going over
 * all of a kernel's units is what the first look-up by name waits for, and arrays are read several times as fast as buffers by code that
 * was compiled a moment ago. Behind the copy lie zeros, so that what runs over its end comes to a stop there.
 */
final class UnitSkim {
    private static final int PADDING = 64;
    private static final int MOST_CODES = 1 << 16;
    /** In the first number of a plan: the tag stands above these. */
    private static final int CHILDREN = 1;

    private static final int DECLARED = 2;

    private final byte[] abbreviations;
    private final String where;
    private byte[] bytes = new byte[1 << 18];
    private int limit;
    private int at;
    private Unit unit;
    private boolean little;
    /** For each code where its plan is: tag and flags, number of steps, steps as {@link Abbreviation} has them; 0 for unknown codes. */
    private int[] plans = new int[512];

    private int codes;
    private int[] plan = new int[1 << 12];
    private int planned;

    private int offset;
    private int tag;
    private boolean children;
    private boolean declaration;
    private int sibling;
    private int nameForm;
    private int namePosition;
    private int specificationForm;
    private int specificationPosition;

    /**
     * Makes a skimmer.
     *
     * @param dwarf the file
     * @param abbreviations all bytes of {@code .debug_abbrev}
     * @param unit any unit
     */
    UnitSkim(Dwarf dwarf, byte[] abbreviations, Unit unit) {
        this.abbreviations = abbreviations;
        this.where = dwarf.info().where();
        this.unit = unit;
    }

    /** Goes to a unit's first entry; false when the unit is not made for this and is to be skimmed otherwise. */
    boolean begin(Cursor info, Unit next) throws MalformedException {
        unit = next;
        little = info.order() == ByteOrder.LITTLE_ENDIAN;
        limit = next.end() - next.offset();
        if (bytes.length < limit + PADDING) {
            bytes = new byte[limit + limit / 4 + PADDING];
        }
        info.data().get(next.offset(), bytes, 0, limit);
        Arrays.fill(bytes, limit, limit + PADDING, (byte) 0);
        at = next.root() - next.offset();
        return plan();
    }

    private int position(int read, int end) throws MalformedException {
        if (read < 0 || read > end) {
            throw MalformedException.at(where, unit.offset(), "the data ends too early");
        }
        return read;
    }

    /** Reads the abbreviations; false when there are codes that need a table of another kind. */
    private boolean plan() throws MalformedException {
        Arrays.fill(plans, 0, codes, 0);
        codes = 0;
        planned = 1;
        int in = (int) Math.clamp(unit.abbreviations(), 0, abbreviations.length);
        try {
            while (true) {
                int code = 0;
                int shift = 0;
                byte next;
                do {
                    next = abbreviations[in++];
                    code |= (next & 0x7f) << shift;
                    shift += 7;
                } while (next < 0 && shift < 28);
                if (code == 0 && next >= 0) {
                    return true;
                }
                if (next < 0 || code >= MOST_CODES) {
                    return false;
                }
                in = abbreviation(code, in);
                if (in < 0) {
                    return false;
                }
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw MalformedException.at(where, unit.offset(), "the unit's abbreviations end too early");
        }
    }

    /** Makes the plan of a code, and returns where the next one stands; -1 when a number is larger than any that is known. */
    private int abbreviation(int code, int from) {
        int in = from;
        int head = planned;
        int shift = 0;
        int number = 0;
        byte next;
        do {
            next = abbreviations[in++];
            number |= (next & 0x7f) << shift;
            shift += 7;
        } while (next < 0 && shift < 28);
        if (next < 0) {
            return -1;
        }
        int flags = abbreviations[in++] != 0 ? CHILDREN : 0;
        int size = head + 2;
        int fixed = 0;
        while (true) {
            int attribute = 0;
            shift = 0;
            do {
                next = abbreviations[in++];
                attribute |= (next & 0x7f) << shift;
                shift += 7;
            } while (next < 0 && shift < 28);
            int form = 0;
            int formShift = 0;
            byte last;
            do {
                last = abbreviations[in++];
                form |= (last & 0x7f) << formShift;
                formShift += 7;
            } while (last < 0 && formShift < 28);
            if (next < 0 || last < 0) {
                return -1;
            }
            if (attribute == 0 && form == 0) {
                break;
            }
            if (size + 4 > plan.length) {
                plan = Arrays.copyOf(plan, plan.length * 2);
            }
            if (form == Form.IMPLICIT_CONST) {
                while (abbreviations[in++] < 0) {
                    // The value says nothing that skimming needs.
                }
            }
            int operation = operation(attribute);
            if (operation == Abbreviation.DECLARATION && form == Form.FLAG_PRESENT) {
                flags |= DECLARED;
                continue;
            }
            int width = Form.size(form, unit);
            if (operation == Abbreviation.SKIP_FORM && width >= 0 && fixed < 0x7fffff) {
                fixed += width;
                continue;
            }
            if (fixed > 0) {
                plan[size++] = Abbreviation.SKIP << 24 | fixed;
                fixed = 0;
            }
            plan[size++] = operation << 24 | form & 0xffffff;
        }
        if (size + 4 > plan.length) {
            plan = Arrays.copyOf(plan, plan.length * 2);
        }
        if (fixed > 0) {
            plan[size++] = Abbreviation.SKIP << 24 | fixed;
        }
        plan[head] = number << 2 | flags;
        plan[head + 1] = size - head - 2;
        planned = size;
        if (code >= plans.length) {
            plans = Arrays.copyOf(plans, Math.max(plans.length * 2, code + 1));
        }
        plans[code] = head;
        codes = Math.max(codes, code + 1);
        return in;
    }

    private static int operation(int attribute) {
        return switch (attribute) {
            case At.SIBLING -> Abbreviation.SIBLING;
            case At.NAME -> Abbreviation.NAME;
            case At.DECLARATION -> Abbreviation.DECLARATION;
            case At.SPECIFICATION -> Abbreviation.SPECIFICATION;
            default -> Abbreviation.SKIP_FORM;
        };
    }

    /** Returns whether the unit has ended. */
    boolean atEnd() {
        return at >= limit;
    }

    /** Reads the next entry; false for the null entry that ends a list of siblings. */
    boolean read() throws MalformedException {
        offset = position(at, limit - 1);
        int code = bytes[at++];
        if (code <= 0) {
            if (code == 0) {
                return false;
            }
            at--;
            long wide = uleb();
            code = wide >= 0 && wide < MOST_CODES ? (int) wide : MOST_CODES;
            if (code == 0) {
                return false;
            }
        }
        int from = code < codes ? plans[code] : 0;
        if (from == 0) {
            throw MalformedException.at(where, (long) unit.offset() + offset, "abbreviation " + code + " is not known");
        }
        int head = plan[from];
        tag = head >>> 2;
        children = (head & CHILDREN) != 0;
        declaration = (head & DECLARED) != 0;
        sibling = 0;
        nameForm = 0;
        specificationForm = 0;
        int end = from + 2 + plan[from + 1];
        for (int i = from + 2; i < end; i++) {
            int step = plan[i];
            int argument = step & 0xffffff;
            switch (step >>> 24) {
                case Abbreviation.SKIP -> at = position(at + argument, limit);
                case Abbreviation.SIBLING -> sibling(argument);
                case Abbreviation.NAME -> {
                    nameForm = argument;
                    namePosition = at;
                    skip(argument);
                }
                case Abbreviation.DECLARATION -> {
                    int before = at;
                    skip(argument);
                    declaration = at > before && bytes[before] != 0;
                }
                case Abbreviation.SPECIFICATION -> {
                    specificationForm = argument;
                    specificationPosition = at;
                    skip(argument);
                }
                default -> skip(argument);
            }
        }
        return true;
    }

    private long uleb() throws MalformedException {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = bytes[at++];
            value |= shift < 64 ? (next & 0x7fL) << shift : 0;
            shift += 7;
        } while (next < 0);
        at = position(at, limit);
        return value;
    }

    /** Reads an unsigned number of 1, 2, 4 or 8 bytes. */
    private long fixed(int width) throws MalformedException {
        int begin = at;
        at = position(at + width, limit);
        return number(begin, width);
    }

    private long number(int begin, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (bytes[begin + i] & 0xffL) << (little ? i : width - 1 - i) * 8;
        }
        return value;
    }

    private void sibling(int form) throws MalformedException {
        long distance = switch (form) {
            case Form.REF1 -> fixed(1);
            case Form.REF2 -> fixed(2);
            case Form.REF4 -> fixed(4);
            case Form.REF8 -> fixed(8);
            case Form.REF_UDATA -> uleb();
            default -> {
                skip(form);
                yield 0;
            }
        };
        sibling = distance > 0 && distance <= limit ? (int) distance : 0;
    }

    private void skip(int form) throws MalformedException {
        int width = Form.size(form, unit);
        if (width >= 0) {
            at = position(at + width, limit);
            return;
        }
        switch (form) {
            case Form.SDATA,
                    Form.UDATA,
                    Form.REF_UDATA,
                    Form.STRX,
                    Form.ADDRX,
                    Form.LOCLISTX,
                    Form.RNGLISTX,
                    Form.GNU_ADDR_INDEX,
                    Form.GNU_STR_INDEX -> uleb();
            case Form.STRING -> {
                while (bytes[at++] != 0) {
                    // Zeros lie behind the unit.
                }
                at = position(at, limit);
            }
            case Form.BLOCK1 -> block(fixed(1));
            case Form.BLOCK2 -> block(fixed(2));
            case Form.BLOCK4 -> block(fixed(4));
            case Form.BLOCK, Form.EXPRLOC -> block(uleb());
            case Form.INDIRECT -> {
                int actual = (int) uleb();
                if (actual == Form.INDIRECT || actual == Form.IMPLICIT_CONST) {
                    throw MalformedException.at(where, unit.offset(), "an indirect form cannot be form " + actual);
                }
                skip(actual);
            }
            default ->
                throw MalformedException.at(
                        where, unit.offset(), "attribute form 0x" + Integer.toHexString(form) + " is not known");
        }
    }

    private void block(long length) throws MalformedException {
        if (length < 0 || length > limit - at) {
            throw MalformedException.at(where, unit.offset(), "the data ends too early");
        }
        at += (int) length;
    }

    /** Goes behind the children of the entry that was read last. */
    void skipChildren() throws MalformedException {
        int depth = children ? 1 : 0;
        while (depth > 0) {
            if (sibling > at) {
                at = sibling;
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

    /** Returns the offset of the entry in {@code .debug_info}. */
    int offset() {
        return unit.offset() + offset;
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

    /** Returns where the name's value is in {@code .debug_info}. */
    int namePosition() {
        return unit.offset() + namePosition;
    }

    /** Returns the name's value, which has a form of the size of an offset. */
    long nameOffset() {
        return number(namePosition, unit.offsetSize());
    }

    /** Returns whether the entry completes another one. */
    boolean specification() {
        return specificationForm != 0;
    }

    /**
     * Returns where in {@code .debug_str} the name of the entry is that the one read last completes; -1 when that is told in another way than compilers use.
     * What was read last stays so.
     */
    long specifiedName() throws MalformedException {
        long target = specificationForm == Form.REF4 ? number(specificationPosition, 4) : 0;
        if (target <= 0 || target >= limit) {
            return -1;
        }
        int[] before = {at, offset, tag, sibling, children ? 1 : 0, declaration ? 1 : 0};
        at = (int) target;
        long name = read() && nameForm == Form.STRP ? nameOffset() : -1;
        at = before[0];
        offset = before[1];
        tag = before[2];
        sibling = before[3];
        children = before[4] != 0;
        declaration = before[5] != 0;
        nameForm = 0;
        return name;
    }
}
