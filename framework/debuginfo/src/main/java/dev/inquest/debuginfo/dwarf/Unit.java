package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import org.jspecify.annotations.Nullable;

/**
 * The header of a unit in {@code .debug_info} (DWARF 5, section 7.5.1).
 *
 * <pre>
 * unit     := length:u32 | 0xffffffff length:u64     64-bit DWARF has offsets of 8 bytes
 *             version:u16
 *             ( type:u8 address_size:u8 abbrev:offset [id:u64 | signature:u64 type:offset]      version 5
 *             | abbrev:offset address_size:u8                                                  version 2 to 4
 *               [signature:u64 type:offset] )                                                  in .debug_types
 *             entry
 * </pre>
 */
final class Unit {
    private static final int TYPE = 2;
    private static final int SKELETON = 4;
    private static final int SPLIT_COMPILE = 5;
    private static final int SPLIT_TYPE = 6;

    private final int offset;
    private final int end;
    private final int root;
    private final int version;
    private final int addressSize;
    private final int offsetSize;
    private final long abbreviations;
    private final long signature;
    private final int signedType;
    private volatile @Nullable Bases bases;

    /**
     * Where a unit's entries in the tables of strings, addresses and ranges begin.
     *
     * @param strings offset in {@code .debug_str_offsets}
     * @param addresses offset in {@code .debug_addr}
     * @param ranges offset in {@code .debug_rnglists}
     * @param locations offset in {@code .debug_loclists}
     * @param lowPc the base for ranges that name none
     */
    record Bases(long strings, long addresses, long ranges, long locations, long lowPc) {}

    private Unit(
            int offset,
            int end,
            int root,
            int version,
            int addressSize,
            int offsetSize,
            long abbreviations,
            long signature,
            int signedType) {
        this.offset = offset;
        this.end = end;
        this.root = root;
        this.version = version;
        this.addressSize = addressSize;
        this.offsetSize = offsetSize;
        this.abbreviations = abbreviations;
        this.signature = signature;
        this.signedType = signedType;
    }

    /**
     * Reads the header that begins at the cursor and goes behind the unit.
     *
     * @param in where the header is
     * @param inTypes whether it stands in {@code .debug_types}
     */
    static Unit read(Cursor in, boolean inTypes) throws MalformedException {
        int offset = in.position();
        long length = in.u32();
        int offsetSize = 4;
        if (length == 0xffffffffL) {
            offsetSize = 8;
            length = in.u64();
        }
        if (length < 0 || length > in.remaining()) {
            throw MalformedException.at(in.where(), offset, "the unit is longer than the section");
        }
        int end = in.position() + (int) length;
        int version = in.u16();
        if (version < 2 || version > 5) {
            throw MalformedException.at(in.where(), offset, "DWARF version " + version + " is not supported");
        }
        int type = version == 5 ? in.u8() : inTypes ? TYPE : 1;
        int addressSize = version == 5 ? in.u8() : 0;
        long abbreviations = in.unsigned(offsetSize);
        if (version < 5) {
            addressSize = in.u8();
        }
        if (addressSize != 4 && addressSize != 8) {
            throw MalformedException.at(in.where(), offset, "addresses of " + addressSize + " bytes");
        }
        long signature = 0;
        int signedType = 0;
        if (type == TYPE || type == SPLIT_TYPE) {
            signature = in.u64();
            long distance = in.unsigned(offsetSize);
            signedType = distance > 0 && distance < end - offset ? offset + (int) distance : 0;
        } else if (type == SKELETON || type == SPLIT_COMPILE) {
            in.skip(8);
        }
        int root = in.position();
        if (root > end) {
            throw MalformedException.at(in.where(), offset, "the unit is shorter than its header");
        }
        in.seek(end);
        return new Unit(offset, end, root, version, addressSize, offsetSize, abbreviations, signature, signedType);
    }

    /** Returns the offset of the header. */
    int offset() {
        return offset;
    }

    /** Returns the offset behind the unit. */
    int end() {
        return end;
    }

    /** Returns the offset of the first entry. */
    int root() {
        return root;
    }

    /** Returns the version of DWARF, 2 to 5. */
    int version() {
        return version;
    }

    /** Returns the bytes of an address, 4 or 8. */
    int addressSize() {
        return addressSize;
    }

    /** Returns the bytes of an offset, 4 or 8. */
    int offsetSize() {
        return offsetSize;
    }

    /** Returns the offset of the abbreviations in {@code .debug_abbrev}. */
    long abbreviations() {
        return abbreviations;
    }

    /** Returns the signature of the type that the unit describes; of use only when {@link #signedType} is not 0. */
    long signature() {
        return signature;
    }

    /** Returns the offset of the entry of the unit's type, or 0 when it is not a type unit. */
    int signedType() {
        return signedType;
    }

    /** Returns the bases, reading the first entry when first asked. */
    Bases bases(Dwarf dwarf) throws MalformedException {
        Bases ready = bases;
        if (ready == null) {
            int header = offsetSize == 4 ? 8 : 16;
            Die die = dwarf.die(this, root);
            long addresses = die.number(At.ADDR_BASE, header);
            Attribute low = die.attribute(At.LOW_PC);
            long index = low == null ? -1 : low.addressIndex();
            long lowPc = index >= 0 ? dwarf.address(this, addresses, index) : low == null ? 0 : low.address();
            ready = new Bases(
                    die.number(At.STR_OFFSETS_BASE, header),
                    addresses,
                    die.number(At.RNGLISTS_BASE, 0),
                    die.number(At.LOCLISTS_BASE, 0),
                    lowPc);
            bases = ready;
        }
        return ready;
    }
}
