package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The abbreviations of one or more units (DWARF 5, section 7.5.3).
 *
 * <pre>
 * table := (code:uleb tag:uleb children:u8 (attribute:uleb form:uleb [constant:sleb])* 0 0)* 0
 * </pre>
 */
final class AbbreviationTable {
    private static final int MAXIMUM_ATTRIBUTES = 1024;
    private static final int DENSE = 1 << 16;

    private @Nullable Abbreviation[] byCode = new Abbreviation[64];
    private final Map<Long, Abbreviation> others = new HashMap<>(0);

    private AbbreviationTable() {}

    static AbbreviationTable read(Cursor in, Unit unit) throws MalformedException {
        AbbreviationTable table = new AbbreviationTable();
        int[] attributes = new int[16];
        int[] forms = new int[16];
        long[] constants = new long[16];
        while (true) {
            long code = in.uleb();
            if (code == 0) {
                return table;
            }
            int tag = (int) in.uleb();
            boolean children = in.u8() != 0;
            int count = 0;
            boolean constant = false;
            while (true) {
                int attribute = (int) in.uleb();
                int form = (int) in.uleb();
                if (attribute == 0 && form == 0) {
                    break;
                }
                if (count == MAXIMUM_ATTRIBUTES) {
                    throw in.malformed("more than " + MAXIMUM_ATTRIBUTES + " attributes");
                }
                if (count == attributes.length) {
                    attributes = Arrays.copyOf(attributes, count * 2);
                    forms = Arrays.copyOf(forms, count * 2);
                    constants = Arrays.copyOf(constants, count * 2);
                }
                attributes[count] = attribute;
                forms[count] = form;
                constants[count] = form == Form.IMPLICIT_CONST ? in.sleb() : 0;
                constant |= form == Form.IMPLICIT_CONST;
                count++;
            }
            table.put(
                    code,
                    new Abbreviation(
                            tag,
                            children,
                            Arrays.copyOf(attributes, count),
                            Arrays.copyOf(forms, count),
                            constant ? Arrays.copyOf(constants, count) : new long[0],
                            unit));
        }
    }

    private void put(long code, Abbreviation abbreviation) {
        if (code < 0 || code >= DENSE) {
            others.put(code, abbreviation);
            return;
        }
        if (code >= byCode.length) {
            byCode = Arrays.copyOf(byCode, Math.max(byCode.length * 2, (int) code + 1));
        }
        byCode[(int) code] = abbreviation;
    }

    /** Returns the abbreviation of a code, or null. */
    @Nullable
    Abbreviation get(long code) {
        return code >= 0 && code < byCode.length ? byCode[(int) code] : others.get(code);
    }
}
