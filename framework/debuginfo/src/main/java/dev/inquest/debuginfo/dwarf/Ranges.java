package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.Arrays;

/**
 * The address ranges of an entry: {@code DW_AT_low_pc} and {@code high_pc}, or {@code DW_AT_ranges} (DWARF 5, section 2.17).
 *
 * <pre>
 * .debug_rnglists, version 5, section 7.25
 *   list  := item* 0x00
 *   item  := 1 base:index | 2 start:index end:index | 3 start:index length:uleb | 4 start:uleb end:uleb (from the base)
 *          | 5 base:address | 6 start:address end:address | 7 start:address length:uleb
 * .debug_ranges, versions 3 and 4, section 2.17.3 of DWARF 4
 *   list  := (start:address end:address)* 0 0      from the base; a start of all ones sets the base to the end
 * </pre>
 */
final class Ranges {
    private static final Ranges NONE = new Ranges();

    private long[] bounds = new long[2];
    private int count;

    private Ranges() {}

    /** Returns the ranges of an entry, as linked. */
    static Ranges of(Dwarf dwarf, Die die) throws MalformedException {
        Attribute list = die.attribute(At.RANGES);
        if (list != null) {
            return die.unit().version() >= 5 ? version5(dwarf, die.unit(), list) : version4(dwarf, die.unit(), list);
        }
        Attribute low = die.attribute(At.LOW_PC);
        Attribute high = die.attribute(At.HIGH_PC);
        if (low == null || high == null || !low.isAddress()) {
            return NONE;
        }
        long start = low.address();
        Ranges ranges = new Ranges();
        ranges.add(start, high.isAddress() ? high.address() : start + high.number(0));
        return ranges;
    }

    private void add(long start, long end) {
        if (Long.compareUnsigned(start, end) < 0) {
            if (count * 2 == bounds.length) {
                bounds = Arrays.copyOf(bounds, count * 4);
            }
            bounds[count * 2] = start;
            bounds[count * 2 + 1] = end;
            count++;
        }
    }

    private static Ranges version4(Dwarf dwarf, Unit unit, Attribute list) throws MalformedException {
        Cursor in = dwarf.sections().get(DebugSection.RANGES).seek(list.number(-1));
        long base = unit.bases(dwarf).lowPc();
        long ones = unit.addressSize() == 8 ? -1L : 0xffffffffL;
        Ranges ranges = new Ranges();
        while (true) {
            long start = in.unsigned(unit.addressSize());
            long end = in.unsigned(unit.addressSize());
            if (start == ones) {
                base = end;
            } else if (start == 0 && end == 0) {
                return ranges;
            } else {
                ranges.add(base + start, base + end);
            }
        }
    }

    private static Ranges version5(Dwarf dwarf, Unit unit, Attribute list) throws MalformedException {
        Cursor in = dwarf.sections().get(DebugSection.RNGLISTS);
        long offset = list.number(-1);
        if (list.form() == Form.RNGLISTX) {
            long table = unit.bases(dwarf).ranges();
            long entry = offset < 0 || offset > Integer.MAX_VALUE ? -1 : table + offset * unit.offsetSize();
            offset = table + in.seek(entry).unsigned(unit.offsetSize());
        }
        in.seek(offset);
        long base = unit.bases(dwarf).lowPc();
        long addresses = unit.bases(dwarf).addresses();
        int size = unit.addressSize();
        Ranges ranges = new Ranges();
        while (true) {
            int kind = in.u8();
            switch (kind) {
                case 0 -> {
                    return ranges;
                }
                case 1 -> base = dwarf.address(unit, addresses, in.uleb());
                case 2 -> {
                    long start = dwarf.address(unit, addresses, in.uleb());
                    ranges.add(start, dwarf.address(unit, addresses, in.uleb()));
                }
                case 3 -> {
                    long start = dwarf.address(unit, addresses, in.uleb());
                    ranges.add(start, start + in.uleb());
                }
                case 4 -> {
                    long start = base + in.uleb();
                    ranges.add(start, base + in.uleb());
                }
                case 5 -> base = in.unsigned(size);
                case 6 -> {
                    long start = in.unsigned(size);
                    ranges.add(start, in.unsigned(size));
                }
                case 7 -> {
                    long start = in.unsigned(size);
                    ranges.add(start, start + in.uleb());
                }
                default -> throw in.malformed("range list entry " + kind + " is not known");
            }
        }
    }

    int count() {
        return count;
    }

    long start(int index) {
        return bounds[index * 2];
    }

    long end(int index) {
        return bounds[index * 2 + 1];
    }

    boolean startsAt(long address) {
        for (int i = 0; i < count; i++) {
            if (start(i) == address) {
                return true;
            }
        }
        return false;
    }

    boolean contains(long address) {
        for (int i = 0; i < count; i++) {
            if (Long.compareUnsigned(address, start(i)) >= 0 && Long.compareUnsigned(address, end(i)) < 0) {
                return true;
            }
        }
        return false;
    }
}
