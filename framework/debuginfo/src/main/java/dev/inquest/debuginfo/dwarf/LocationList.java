package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The expressions of an attribute: one, or one for each range of instructions (DWARF 5, section 2.6).
 *
 * <pre>
 * .debug_loclists, version 5, section 7.29
 *   list  := item* 0x00
 *   item  := 1 base:index | 2 start:index end:index block | 3 start:index length:uleb block | 4 start:uleb end:uleb block (from the base)
 *          | 5 block (where no other covers) | 6 base:address | 7 start:address end:address block | 8 start:address length:uleb block
 *          | 9 view:uleb view:uleb  (GNU's view pair, of no meaning here)
 *   block := length:uleb operations
 * .debug_loc, versions 2 to 4, section 2.6.2 of DWARF 4
 *   list  := (start:address end:address length:u16 operations)* 0 0      from the base; a start of all ones sets the base to the end
 * </pre>
 */
final class LocationList {
    private static final int MOST_ITEMS = 1 << 16;

    private LocationList() {}

    /**
     * Returns the operations that hold at an instruction.
     *
     * @param dwarf the sections
     * @param attribute an expression, or a reference to a list
     * @param address the instruction as linked
     * @return the operations, or null where none hold
     */
    static @Nullable ByteBuffer find(Dwarf dwarf, Attribute attribute, long address) throws MalformedException {
        Cursor block = attribute.block();
        if (block != null) {
            return rest(block);
        }
        long offset = attribute.number(-1);
        if (offset < 0) {
            return null;
        }
        return attribute.unit().version() >= 5
                ? version5(dwarf, attribute, offset, address)
                : version4(dwarf, attribute.unit(), offset, address);
    }

    private static ByteBuffer rest(Cursor block) {
        return block.data().slice(block.position(), block.remaining()).order(block.order());
    }

    private static ByteBuffer take(Cursor in, long size) throws MalformedException {
        if (size < 0 || size > in.remaining()) {
            throw in.malformed("an expression is longer than the section");
        }
        ByteBuffer operations = in.data().slice(in.position(), (int) size).order(in.order());
        in.skip(size);
        return operations;
    }

    private static boolean covers(long start, long end, long address) {
        return Long.compareUnsigned(address, start) >= 0 && Long.compareUnsigned(address, end) < 0;
    }

    private static @Nullable ByteBuffer version4(Dwarf dwarf, Unit unit, long offset, long address)
            throws MalformedException {
        Cursor in = dwarf.sections().get(DebugSection.LOC).seek(offset);
        long base = unit.bases(dwarf).lowPc();
        long ones = unit.addressSize() == 8 ? -1L : 0xffffffffL;
        for (int i = 0; i < MOST_ITEMS; i++) {
            long start = in.unsigned(unit.addressSize());
            long end = in.unsigned(unit.addressSize());
            if (start == ones) {
                base = end;
            } else if (start == 0 && end == 0) {
                return null;
            } else {
                ByteBuffer operations = take(in, in.u16());
                if (covers(base + start, base + end, address)) {
                    return operations;
                }
            }
        }
        throw in.malformed("a location list does not end");
    }

    private static @Nullable ByteBuffer version5(Dwarf dwarf, Attribute attribute, long told, long address)
            throws MalformedException {
        Unit unit = attribute.unit();
        Cursor in = dwarf.sections().get(DebugSection.LOCLISTS);
        long offset = told;
        if (attribute.form() == Form.LOCLISTX) {
            long table = unit.bases(dwarf).locations();
            long entry = offset > Integer.MAX_VALUE ? -1 : table + offset * unit.offsetSize();
            offset = table + in.seek(entry).unsigned(unit.offsetSize());
        }
        in.seek(offset);
        long base = unit.bases(dwarf).lowPc();
        long addresses = unit.bases(dwarf).addresses();
        int size = unit.addressSize();
        ByteBuffer otherwise = null;
        for (int i = 0; i < MOST_ITEMS; i++) {
            int kind = in.u8();
            long start = 0;
            long end = 0;
            switch (kind) {
                case 0 -> {
                    return otherwise;
                }
                case 1 -> base = dwarf.address(unit, addresses, in.uleb());
                case 2 -> {
                    start = dwarf.address(unit, addresses, in.uleb());
                    end = dwarf.address(unit, addresses, in.uleb());
                }
                case 3 -> {
                    start = dwarf.address(unit, addresses, in.uleb());
                    end = start + in.uleb();
                }
                case 4 -> {
                    start = base + in.uleb();
                    end = base + in.uleb();
                }
                case 5 -> otherwise = take(in, in.uleb());
                case 6 -> base = in.unsigned(size);
                case 7 -> {
                    start = in.unsigned(size);
                    end = in.unsigned(size);
                }
                case 8 -> {
                    start = in.unsigned(size);
                    end = start + in.uleb();
                }
                case 9 -> {
                    in.skipLeb();
                    in.skipLeb();
                }
                default -> throw in.malformed("location list entry " + kind + " is not known");
            }
            if (kind == 2 || kind == 3 || kind == 4 || kind == 7 || kind == 8) {
                ByteBuffer operations = take(in, in.uleb());
                if (covers(start, end, address)) {
                    return operations;
                }
            }
        }
        throw in.malformed("a location list does not end");
    }
}
