package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;

/**
 * The frame information of one range of instructions; see {@link FrameTable} for its form.
 *
 * @param common what it shares with others
 * @param start first address, as linked
 * @param length bytes of instructions
 * @param program a cursor over its own instructions
 */
record FrameEntry(Common common, long start, long length, Cursor program) {
    private static final int ENCODING_ABSOLUTE = 0;
    private static final int ENCODING_OMITTED = 0xff;

    /**
     * The beginning of either kind of entry.
     *
     * @param end offset behind the entry
     * @param common whether it is a common entry
     * @param commonOffset offset of the common entry that it refers to
     */
    record Header(int end, boolean common, int commonOffset) {

        /** Reads the header and goes behind it; an entry of length 0 has nothing behind. */
        static Header read(Cursor in, boolean exceptionHandling) throws MalformedException {
            long length = in.u32();
            int offsetSize = 4;
            if (length == 0xffffffffL) {
                offsetSize = 8;
                length = in.u64();
            }
            if (length < 0 || length > in.remaining()) {
                throw in.malformed("frame information is longer than the section");
            }
            int end = in.position() + (int) length;
            if (length == 0) {
                return new Header(end, true, 0);
            }
            int idPosition = in.position();
            // .eh_frame has 4 bytes here even behind a long length (LSB 5.0, section 10.6.1.1, as GNU ld reads it).
            long id = exceptionHandling ? in.u32() : in.unsigned(offsetSize);
            boolean common = exceptionHandling ? id == 0 : offsetSize == 4 ? id == 0xffffffffL : id == -1;
            long offset = exceptionHandling ? idPosition - id : id;
            return new Header(end, common, common || offset < 0 || offset > Integer.MAX_VALUE ? -1 : (int) offset);
        }
    }

    /**
     * A common information entry.
     *
     * @param offset its offset in the section
     * @param codeFactor code alignment factor
     * @param dataFactor data alignment factor
     * @param returnRegister column of the return address
     * @param encoding how its entries write addresses, {@code DW_EH_PE_*}
     * @param sized whether its entries have augmentation data
     * @param signal whether the frame was interrupted (augmentation {@code S})
     * @param start offset of its instructions
     * @param end offset behind them
     * @param addressSize bytes of an address
     */
    record Common(
            int offset,
            long codeFactor,
            long dataFactor,
            int returnRegister,
            int encoding,
            boolean sized,
            boolean signal,
            int start,
            int end,
            int addressSize) {

        static Common read(Cursor in, int offset, boolean exceptionHandling, int sizeOfAddress)
                throws MalformedException {
            in.seek(offset);
            Header header = Header.read(in, exceptionHandling);
            if (!header.common() || header.end() == in.position()) {
                throw MalformedException.at(in.where(), offset, "is not a common information entry");
            }
            in.limit(header.end());
            int version = in.u8();
            String augmentation = in.string();
            int addressSize = sizeOfAddress;
            if (version >= 4) {
                addressSize = in.u8();
                in.skip(1);
                if (addressSize != 4 && addressSize != 8) {
                    throw in.malformed("addresses of " + addressSize + " bytes");
                }
            }
            long codeFactor = in.uleb();
            long dataFactor = in.sleb();
            int returnRegister = version == 1 ? in.u8() : (int) in.uleb();
            boolean sized = augmentation.startsWith("z");
            boolean signal = augmentation.indexOf('S') >= 0;
            int encoding = ENCODING_ABSOLUTE;
            if (sized) {
                long size = in.uleb();
                int begin = in.position();
                encoding = encoding(in, augmentation, addressSize);
                in.seek(begin);
                in.skip(size);
            }
            return new Common(
                    offset,
                    codeFactor,
                    dataFactor,
                    returnRegister,
                    encoding,
                    sized,
                    signal,
                    in.position(),
                    header.end(),
                    addressSize);
        }

        private static int encoding(Cursor in, String augmentation, int addressSize) throws MalformedException {
            for (int i = 1; i < augmentation.length(); i++) {
                switch (augmentation.charAt(i)) {
                    case 'R' -> {
                        return in.u8();
                    }
                    case 'P' -> pointer(in, in.u8() & 0xf, 0, addressSize);
                    case 'L' -> in.skip(1);
                    case 'S', 'B' -> {}
                    default -> throw in.malformed("augmentation " + augmentation + " is not known");
                }
            }
            return ENCODING_ABSOLUTE;
        }
    }

    /** Reads the rest of an entry behind its header; the cursor's limit is the entry's end. */
    static FrameEntry read(Cursor in, Common common, long sectionAddress, int addressSize) throws MalformedException {
        long start = pointer(in, common.encoding(), sectionAddress, addressSize);
        long length = pointer(in, common.encoding() & 0xf, 0, addressSize);
        if (common.sized()) {
            in.skip(in.uleb());
        }
        return new FrameEntry(common, start, length, in);
    }

    /** Reads an encoded address (LSB 5.0, section 10.5). */
    static long pointer(Cursor in, int encoding, long sectionAddress, int addressSize) throws MalformedException {
        if (encoding == ENCODING_OMITTED) {
            return 0;
        }
        long position = sectionAddress + in.position();
        long value = switch (encoding & 0xf) {
            case 0 -> in.unsigned(addressSize);
            case 1 -> in.uleb();
            case 2 -> in.u16();
            case 3 -> in.u32();
            case 4, 12 -> in.u64();
            case 9 -> in.sleb();
            case 10 -> (short) in.u16();
            case 11 -> in.i32();
            default -> throw in.malformed("pointer encoding " + encoding + " is not known");
        };
        return switch (encoding >> 4 & 7) {
            case 0 -> value;
            case 1 -> value + position;
            default -> throw in.malformed("pointer encoding " + encoding + " is not supported");
        };
    }
}
