package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The value of an attribute, not read yet.
 *
 * @param dwarf the sections
 * @param unit the unit that it lies in
 * @param form its form, never {@link Form#INDIRECT}
 * @param position offset of its bytes in {@code .debug_info}
 * @param constant the value of an implicit constant
 */
record Attribute(Dwarf dwarf, Unit unit, int form, int position, long constant) {

    private Cursor in() throws MalformedException {
        return dwarf.info().seek(position);
    }

    /** Returns a constant, a flag or a section offset; {@code otherwise} for other classes. {@code DATAn} are unsigned. */
    long number(long otherwise) throws MalformedException {
        return switch (form) {
            case Form.IMPLICIT_CONST -> constant;
            case Form.FLAG_PRESENT -> 1;
            case Form.DATA1, Form.FLAG -> in().u8();
            case Form.DATA2 -> in().u16();
            case Form.DATA4 -> in().u32();
            case Form.DATA8 -> in().u64();
            case Form.UDATA, Form.RNGLISTX, Form.LOCLISTX -> in().uleb();
            case Form.SDATA -> in().sleb();
            case Form.SEC_OFFSET -> in().unsigned(unit.offsetSize());
            default -> otherwise;
        };
    }

    /** Returns a constant of which {@code DATAn} forms are sign-extended. */
    long signedNumber() throws MalformedException {
        return switch (form) {
            case Form.DATA1 -> (byte) in().u8();
            case Form.DATA2 -> (short) in().u16();
            case Form.DATA4 -> in().i32();
            default -> number(0);
        };
    }

    /** Returns whether this is a constant, and not an expression or a reference. */
    boolean isNumber() {
        return switch (form) {
            case Form.IMPLICIT_CONST, Form.DATA1, Form.DATA2, Form.DATA4, Form.DATA8, Form.UDATA, Form.SDATA -> true;
            default -> false;
        };
    }

    /** Returns a string, or null for other classes and for strings in a supplementary file that was not given. */
    @Nullable
    String string() throws MalformedException {
        return switch (form) {
            case Form.STRING -> in().string();
            case Form.STRP -> dwarf.string(DebugSection.STR, in().unsigned(unit.offsetSize()));
            case Form.LINE_STRP -> dwarf.string(DebugSection.LINE_STR, in().unsigned(unit.offsetSize()));
            case Form.GNU_STRP_ALT, Form.STRP_SUP -> sharedString();
            default -> indexedString();
        };
    }

    private @Nullable String sharedString() throws MalformedException {
        Dwarf supplement = dwarf.supplement();
        if (supplement == null) {
            return null;
        }
        return supplement.string(DebugSection.STR, in().unsigned(unit.offsetSize()));
    }

    private @Nullable String indexedString() throws MalformedException {
        long index = stringIndex();
        if (index < 0) {
            return null;
        }
        return dwarf.string(DebugSection.STR, dwarf.stringOffset(unit, index));
    }

    /** Returns the index of a string in the unit's table of strings, or -1 for other forms. */
    long stringIndex() throws MalformedException {
        return switch (form) {
            case Form.STRX, Form.GNU_STR_INDEX -> in().uleb();
            case Form.STRX1 -> in().u8();
            case Form.STRX2 -> in().u16();
            case Form.STRX3 -> in().unsigned(3);
            case Form.STRX4 -> in().u32();
            default -> -1;
        };
    }

    /** Returns whether this is an address. */
    boolean isAddress() {
        return switch (form) {
            case Form.ADDR, Form.ADDRX, Form.GNU_ADDR_INDEX, Form.ADDRX1, Form.ADDRX2, Form.ADDRX3, Form.ADDRX4 -> true;
            default -> false;
        };
    }

    /** Returns an address as linked; 0 for other classes. */
    long address() throws MalformedException {
        long index = addressIndex();
        if (index >= 0) {
            return dwarf.address(unit, unit.bases(dwarf).addresses(), index);
        }
        return form == Form.ADDR ? in().unsigned(unit.addressSize()) : 0;
    }

    /** Returns the index of an address in the unit's table of addresses, or -1 for other forms. */
    long addressIndex() throws MalformedException {
        return switch (form) {
            case Form.ADDRX, Form.GNU_ADDR_INDEX -> in().uleb();
            case Form.ADDRX1 -> in().u8();
            case Form.ADDRX2 -> in().u16();
            case Form.ADDRX3 -> in().unsigned(3);
            case Form.ADDRX4 -> in().u32();
            default -> -1;
        };
    }

    /** Returns the entry that is referred to, or null for other classes and for entries in a supplementary file that was not given. */
    @Nullable
    Die reference() throws MalformedException {
        return switch (form) {
            case Form.REF1 -> inUnit(in().u8());
            case Form.REF2 -> inUnit(in().u16());
            case Form.REF4 -> inUnit(in().u32());
            case Form.REF8 -> inUnit(in().u64());
            case Form.REF_UDATA -> inUnit(in().uleb());
            case Form.REF_ADDR -> dwarf.dieAt(in().unsigned(Form.size(Form.REF_ADDR, unit)));
            case Form.REF_SIG8 -> dwarf.signedType(in().u64());
            case Form.GNU_REF_ALT -> inSupplement(in().unsigned(unit.offsetSize()));
            case Form.REF_SUP4 -> inSupplement(in().u32());
            case Form.REF_SUP8 -> inSupplement(in().u64());
            default -> null;
        };
    }

    private @Nullable Die inSupplement(long offset) throws MalformedException {
        Dwarf supplement = dwarf.supplement();
        return supplement == null ? null : supplement.dieAt(offset);
    }

    private Die inUnit(long distance) throws MalformedException {
        if (distance < 0 || distance >= unit.end() - unit.offset()) {
            throw MalformedException.at(".debug_info", position, "a reference leads out of its unit");
        }
        return dwarf.die(unit, unit.offset() + (int) distance);
    }

    /** Returns the bytes of a constant of 16 bytes. */
    byte[] sixteen() throws MalformedException {
        return in().bytes(16);
    }

    /** Returns the bytes of a block or an expression as a cursor that ends with them; null for other classes. */
    @Nullable
    Cursor block() throws MalformedException {
        Cursor in = in();
        long size;
        switch (form) {
            case Form.BLOCK1 -> size = in.u8();
            case Form.BLOCK2 -> size = in.u16();
            case Form.BLOCK4 -> size = in.u32();
            case Form.BLOCK, Form.EXPRLOC -> size = in.uleb();
            default -> {
                return null;
            }
        }
        if (size < 0 || size > in.remaining()) {
            throw in.malformed("a block is longer than the section");
        }
        return in.limit(in.position() + size);
    }
}
