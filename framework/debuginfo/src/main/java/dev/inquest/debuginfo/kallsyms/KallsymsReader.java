package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads the tables at known addresses. */
final class KallsymsReader {
    /** Distributions' kernels have two hundred thousand symbols. */
    private static final int MOST_SYMBOLS = 1 << 22;

    private static final int MOST_NAME_BYTES = 1 << 27;

    /** More bytes than a name takes on average. */
    private static final int LIKELY_NAME_BYTES = 24;

    /** Symbols that one call goes over: Java compiles what is called often long before what loops for long. */
    private static final int PIECE = 256;

    /**
     * Where the tables are; 0 for those that a kernel does not have.
     *
     * @param names kallsyms_names
     * @param count kallsyms_num_syms
     * @param tokenTable kallsyms_token_table
     * @param tokenIndex kallsyms_token_index
     * @param offsets kallsyms_offsets
     * @param relativeBase kallsyms_relative_base
     * @param addresses kallsyms_addresses
     */
    record Tables(
            long names, long count, long tokenTable, long tokenIndex, long offsets, long relativeBase, long addresses) {
        boolean complete() {
            return names != 0 && count != 0 && tokenTable != 0 && tokenIndex != 0 && (offsets != 0 || addresses != 0);
        }
    }

    private KallsymsReader() {}

    /**
     * Reads the tables.
     *
     * @param remark told, in a sentence, when only a part could be read
     * @throws FaultException when one cannot be read
     * @throws IllegalArgumentException when what is there is no symbol table, with the reason
     */
    static Kallsyms read(Memory memory, Tables tables, Consumer<String> remark) {
        long stated = memory.u32(tables.count());
        if (stated < 1 || stated > MOST_SYMBOLS) {
            throw new IllegalArgumentException("kallsyms_num_syms is " + stated);
        }
        int count = (int) stated;
        Tokens tokens = Tokens.read(memory, tables.tokenTable(), tables.tokenIndex());
        // Behind the names come their markers, four bytes for 256 names, and the tokens (scripts/kallsyms.c).
        long distance = tables.tokenTable() - tables.names();
        int expected = distance > 0 && distance < LIKELY_NAME_BYTES * (long) count ? (int) distance : 0;
        MemoryWindow window = new MemoryWindow(memory, tables.names(), MOST_NAME_BYTES, expected);
        int[] starts = starts(window, count);
        if (starts.length <= count) {
            Fault fault = window.fault();
            String reason = fault == null ? "they do not come to an end" : fault.message();
            if (starts.length < 2) {
                throw new IllegalArgumentException("kallsyms_names cannot be read: " + reason);
            }
            remark.accept("Of " + count + " symbols in kallsyms only the first " + (starts.length - 1)
                    + " could be read: " + reason + ".");
            count = starts.length - 1;
        }
        long base = tables.relativeBase() == 0 ? 0 : memory.u64(tables.relativeBase());
        long[] addresses = addresses(memory, tables, base, count);
        for (int i = 1; i < count; i++) {
            if (Long.compareUnsigned(addresses[i - 1], addresses[i]) > 0) {
                throw new IllegalArgumentException("the addresses in kallsyms do not ascend at symbol " + i);
            }
        }
        // Without a base the image is told from per-CPU offsets by the half of the address space that kernels live in.
        return new Kallsyms(tokens, window.bytes(), starts, addresses, base != 0 ? base : Long.MIN_VALUE);
    }

    /** Returns where each name begins and the last one ends, for as many names as can be read. */
    private static int[] starts(MemoryWindow window, int count) {
        int[] starts = new int[count + 1];
        int known = 0;
        while (known < count) {
            int next = starts(window.bytes(), window.available(), starts, known, Math.min(count, known + PIECE));
            if (next == known && !more(window, starts[known])) {
                return Arrays.copyOf(starts, known + 1);
            }
            known = next;
        }
        return starts;
    }

    /** Has a name brought into the window; returns false when it cannot be read. */
    private static boolean more(MemoryWindow window, int at) {
        if (!window.has(at + 1)) {
            return false;
        }
        boolean readable = window.bytes()[at] >= 0 || window.has(at + 2);
        return readable && window.has(end(window.bytes(), at));
    }

    /** Returns where a name ends whose length, of one byte or of two, is at a place. */
    private static int end(byte[] bytes, int at) {
        int low = bytes[at];
        return low >= 0 ? at + 1 + low : at + 2 + (low & 0x7f | (bytes[at + 1] & 0xff) << 7);
    }

    /**
     * Goes over names that are in the window.
     *
     * @param bytes the window
     * @param available how many of its bytes there are
     * @param starts where names begin, known up to {@code from}
     * @param to number of the name to stop at
     * @return number of the name that was come to
     */
    private static int starts(byte[] bytes, int available, int[] starts, int from, int to) {
        int at = starts[from];
        for (int i = from; i < to; i++) {
            if (at + 2 > available) {
                // The last name may be a lone length of 0.
                if (at >= available || bytes[at] != 0) {
                    return i;
                }
                at++;
            } else {
                at = end(bytes, at);
            }
            if (at > available) {
                return i;
            }
            starts[i + 1] = at;
        }
        return to;
    }

    private static long[] addresses(Memory memory, Tables tables, long base, int count) {
        boolean wide = tables.offsets() == 0;
        byte[] bytes = memory.bytes(wide ? tables.addresses() : tables.offsets(), count * (wide ? 8 : 4));
        boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
        long[] addresses = new long[count];
        if (wide) {
            for (int i = 0; i < count; i++) {
                long low = number(bytes, i * 8 + (big ? 4 : 0), big) & 0xffffffffL;
                addresses[i] = (long) number(bytes, i * 8 + (big ? 0 : 4), big) << 32 | low;
            }
            return addresses;
        }
        // With absolute per-CPU symbols all of the image has negative offsets; without them no image of less than 2 GiB
        // has any.
        boolean absolute = number(bytes, count / 2 * 4, big) < 0;
        for (int i = 0; i < count; i++) {
            int offset = number(bytes, i * 4, big);
            if (tables.relativeBase() == 0) {
                addresses[i] = tables.offsets() + i * 4L + offset;
            } else if (absolute) {
                addresses[i] = offset >= 0 ? offset : base - 1 - offset;
            } else {
                addresses[i] = base + (offset & 0xffffffffL);
            }
        }
        return addresses;
    }

    private static int number(byte[] bytes, int at, boolean big) {
        int a = bytes[at] & 0xff;
        int b = bytes[at + 1] & 0xff;
        int c = bytes[at + 2] & 0xff;
        int d = bytes[at + 3] & 0xff;
        return big ? a << 24 | b << 16 | c << 8 | d : d << 24 | c << 16 | b << 8 | a;
    }
}
