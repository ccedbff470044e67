package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;

/** The record of a struct or union, read whole. */
final class StructRecord {
    /** The members' names; empty for anonymous ones. */
    final String[] names;
    /** The members' types. */
    final int[] types;
    /** The members' distances in bits. */
    final long[] bits;
    /** The members' widths as bit-fields, else 0. */
    final int[] widths;

    private StructRecord(int members) {
        names = new String[members];
        types = new int[members];
        bits = new long[members];
        widths = new int[members];
    }

    static StructRecord read(TypeRecords records, int id) throws MalformedException {
        Cursor in = records.record(id);
        in.skip(1);
        in.skip(in.uleb());
        in.skipLeb();
        long count = in.uleb();
        // Each member takes three bytes at least.
        if (count < 0 || count > in.remaining() / 3) {
            throw in.malformed(Long.toUnsignedString(count) + " members");
        }
        int members = (int) count;
        StructRecord struct = new StructRecord(members);
        for (int i = 0; i < members; i++) {
            struct.names[i] = Identity.text(in);
        }
        for (int i = 0; i < members; i++) {
            struct.types[i] = records.reference(in);
        }
        long last = 0;
        for (int i = 0; i < members; i++) {
            long code = in.uleb();
            long distance = code >>> 2 ^ -(code >>> 1 & 1);
            last += distance;
            struct.bits[i] = last * 8;
            if ((code & 1) != 0) {
                struct.bits[i] += in.u8();
                struct.widths[i] = in.u8();
            }
        }
        return struct;
    }
}
