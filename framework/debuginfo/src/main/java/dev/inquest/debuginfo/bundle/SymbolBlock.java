package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;

/** The symbols of one block. Their names are made into strings when they are asked for. */
final class SymbolBlock {
    private final ByteBuffer bytes;
    private final long[] addresses;
    private final long[] sizes;
    private final int[] names;
    private final int kinds;

    private SymbolBlock(ByteBuffer bytes, long[] addresses, long[] sizes, int[] names, int kinds) {
        this.bytes = bytes;
        this.addresses = addresses;
        this.sizes = sizes;
        this.names = names;
        this.kinds = kinds;
    }

    static SymbolBlock of(Blocks.Block block, long key) throws MalformedException {
        if (block.parsed() instanceof SymbolBlock known) {
            return known;
        }
        SymbolBlock made = read(block.cursor(), key);
        block.keep(made);
        return made;
    }

    private static SymbolBlock read(Cursor in, long key) throws MalformedException {
        long count = in.uleb();
        // Each symbol takes four bytes at least.
        if (count < 0 || count > in.remaining() / 4) {
            throw in.malformed(Long.toUnsignedString(count) + " symbols");
        }
        int symbols = (int) count;
        long[] addresses = new long[symbols];
        long[] sizes = new long[symbols];
        int[] names = new int[symbols];
        for (int i = 0; i < symbols; i++) {
            addresses[i] = in.sleb();
        }
        for (int i = 0; i < symbols; i++) {
            sizes[i] = in.uleb();
        }
        long end = key;
        for (int i = 0; i < symbols; i++) {
            addresses[i] += end;
            end = addresses[i] + sizes[i];
        }
        int kinds = in.position();
        in.skip(symbols);
        for (int i = 0; i < symbols; i++) {
            names[i] = in.position();
            in.skip(in.uleb());
        }
        return new SymbolBlock(in.data(), addresses, sizes, names, kinds);
    }

    int count() {
        return addresses.length;
    }

    long address(int index) {
        return addresses[index];
    }

    long size(int index) {
        return sizes[index];
    }

    char kind(int index) {
        return (char) (bytes.get(kinds + index) & 0x7f);
    }

    /** Returns whether a symbol that stands for no address moves with the kernel all the same. */
    boolean moves(int index) {
        return (bytes.get(kinds + index) & Format.SYMBOL_MOVES) != 0;
    }

    String name(int index) throws MalformedException {
        return Identity.text(new Cursor("", bytes).seek(names[index]));
    }

    boolean named(int index, byte[] name) throws MalformedException {
        return BundleTypes.named(new Cursor("", bytes).seek(names[index]), name);
    }

    /** Returns the last symbol that is not above an address, the first of those at its address; -1 when all are above. */
    int floor(long address) {
        int low = 0;
        int high = addresses.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        while (high > 0 && addresses[high - 1] == addresses[high]) {
            high--;
        }
        return high;
    }
}
