package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.util.Arrays;

/** The types of the functions of one block, by address. */
final class FunctionTypeBlock {
    private final long[] addresses;
    private final int[] types;

    private FunctionTypeBlock(long[] addresses, int[] types) {
        this.addresses = addresses;
        this.types = types;
    }

    static FunctionTypeBlock of(Blocks.Block block, long key, TypeRecords records) throws MalformedException {
        if (block.parsed() instanceof FunctionTypeBlock known) {
            return known;
        }
        FunctionTypeBlock made = read(block.cursor(), key, records);
        block.keep(made);
        return made;
    }

    private static FunctionTypeBlock read(Cursor in, long key, TypeRecords records) throws MalformedException {
        long count = in.uleb();
        // Each function takes two bytes at least.
        if (count < 0 || count > in.remaining() / 2) {
            throw in.malformed(Long.toUnsignedString(count) + " functions");
        }
        long[] addresses = new long[(int) count];
        int[] types = new int[(int) count];
        long address = key;
        for (int i = 0; i < addresses.length; i++) {
            address += in.uleb();
            // Signed order is that of addresses with the highest bit turned over.
            addresses[i] = address ^ Long.MIN_VALUE;
        }
        for (int i = 0; i < types.length; i++) {
            types[i] = records.reference(in);
        }
        return new FunctionTypeBlock(addresses, types);
    }

    /** Returns the number of the type of the function that begins at an address; 0 when none does. */
    int find(long address) {
        int index = Arrays.binarySearch(addresses, address ^ Long.MIN_VALUE);
        return index < 0 ? 0 : types[index];
    }
}
