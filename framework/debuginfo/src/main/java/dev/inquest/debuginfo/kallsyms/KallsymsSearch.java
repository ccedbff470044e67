package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the tables of kernels whose VMCOREINFO does not say where they are: those before Linux 6.0. Before 4.20 markers, and the number of
 * symbols, took the size of a pointer (commit 80ffbaa5b1bd).
 *
 * <p>scripts/kallsyms.c of these releases puts the tables behind one another, each at a multiple of 8: offsets and relative_base (or
 * addresses), num_syms, names, markers, token_table, token_index. What can be recognised is the token table, because every kernel has
 * symbols with each of the ten digits, and a character in use is its own code; then the index behind it, which must agree with it in all
 * 256 numbers; then, going back, the markers, which ascend from 0 and count bytes of names; the names, of which the first 256 must take
 * as many bytes as the second marker says; and their number, which must agree with that of the markers.
 */
final class KallsymsSearch {
    private static final int CHUNK = 1 << 20;
    private static final int DIGITS = 20;
    /** More than the tables of any distribution's kernel take. */
    private static final int BEFORE = 1 << 23;

    private static final int NAMES_PER_MARKER = 256;
    private static final int MOST_CODES = 255;

    private final Memory memory;
    private final long tokens;
    private final long index;
    /** What lies before the token table. */
    private final byte[] before;

    private KallsymsSearch(Memory memory, long tokens, long index) {
        this.memory = memory;
        this.tokens = tokens;
        this.index = index;
        this.before = new byte[BEFORE];
        PartialRead.read(memory, tokens - BEFORE, before, BEFORE);
    }

    /**
     * Looks for the tables in a range.
     *
     * @return where they are, or null when they are not there
     */
    static KallsymsReader.@Nullable Tables find(Memory memory, long from, long to) {
        byte[] bytes = new byte[CHUNK + DIGITS];
        for (long at = from; at < to; at += CHUNK) {
            int length = (int) Math.min(CHUNK + DIGITS, to - at);
            PartialRead.read(memory, at, bytes, length);
            for (int i = 0; i + DIGITS <= length; i++) {
                if (bytes[i] == '0' && digits(bytes, i)) {
                    KallsymsReader.Tables tables = around(memory, at + i);
                    if (tables != null) {
                        return tables;
                    }
                }
            }
        }
        return null;
    }

    private static boolean digits(byte[] bytes, int at) {
        for (int digit = 0; digit < 10; digit++) {
            if (bytes[at + digit * 2] != '0' + digit || bytes[at + digit * 2 + 1] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns the tables of which the code {@code '0'} stands at an address. */
    private static KallsymsReader.@Nullable Tables around(Memory memory, long zero) {
        byte[] head = new byte[1 << 13];
        PartialRead.read(memory, zero - head.length, head, head.length);
        int at = head.length;
        for (int code = '0'; code > 0; code--) {
            at--;
            while (at > 0 && head[at - 1] != 0) {
                at--;
            }
        }
        byte[] table = new byte[1 << 16];
        PartialRead.read(memory, zero, table, table.length);
        int end = 0;
        for (int code = '0'; code < 256; code++) {
            while (end < table.length && table[end] != 0) {
                end++;
            }
            end++;
        }
        long index = zero + end + 7 & ~7L;
        // The last marker may end in a byte that is not 0, and so look like the beginning of the first token.
        long earliest = zero - head.length + at;
        for (long tokens = earliest + 7 & ~7L; tokens <= earliest + 8; tokens += 8) {
            try {
                Tokens.read(memory, tokens, index);
                return new KallsymsSearch(memory, tokens, index).back();
            } catch (FaultException | IllegalArgumentException e) {
                // No table begins here.
            }
        }
        return null;
    }

    private long word(int at) {
        boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
        long value = 0;
        for (int i = 0; i < 4; i++) {
            value = value << 8 | before[big ? at + i : at + 3 - i] & 0xff;
        }
        return value;
    }

    /** Returns the number of a width of 4 or 8 bytes. */
    private long number(int at, int width) {
        if (width == 4) {
            return word(at);
        }
        boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
        return word(big ? at : at + 4) << 32 | word(big ? at + 4 : at);
    }

    /** Goes back from the token table, over markers and names, to the number of symbols. */
    private KallsymsReader.@Nullable Tables back() {
        KallsymsReader.Tables tables = back(4);
        return tables != null ? tables : back(8);
    }

    private KallsymsReader.@Nullable Tables back(int width) {
        int markersEnd = before.length;
        if (number(markersEnd - width, width) == 0) {
            markersEnd -= width;
        }
        int markers = markersEnd - width;
        while (markers >= width
                && number(markers, width) != 0
                && Long.compareUnsigned(number(markers - width, width), number(markers, width)) < 0) {
            markers -= width;
        }
        if (number(markers, width) != 0 || (markers & 7) != 0) {
            return null;
        }
        int markerCount = (markersEnd - markers) / width;
        if (markerCount < 2) {
            return null;
        }
        long last = number(markersEnd - width, width);
        if (last < 0 || last > markers) {
            return null;
        }
        long highest = markers - last;
        long lowest = Math.max(24, highest - (long) NAMES_PER_MARKER * (MOST_CODES + 1) - 8);
        for (long names = highest & ~7L; names >= lowest; names -= 8) {
            long count = word((int) names - (width == 8 && memory.order() == ByteOrder.BIG_ENDIAN ? 4 : 8));
            if (count > (markerCount - 1L) * NAMES_PER_MARKER
                    && count <= (long) markerCount * NAMES_PER_MARKER
                    && namesBytes((int) names) == number(markers + width, width)) {
                return tables((int) names, count, width);
            }
        }
        return null;
    }

    /** Returns how many bytes as many names take as one marker stands for, or -1 when they do not end. */
    private int namesBytes(int names) {
        int at = names;
        for (int i = 0; i < NAMES_PER_MARKER; i++) {
            if (at >= before.length) {
                return -1;
            }
            at += 1 + (before[at] & 0xff);
        }
        return at - names;
    }

    private KallsymsReader.Tables tables(int names, long count, int width) {
        long start = tokens - before.length;
        long addressOfNames = start + names;
        // Two addresses behind one another have the same upper half, and so has a relative base; but the word before a
        // base is an
        // offset, or fills up.
        long base = memory.order() == ByteOrder.BIG_ENDIAN
                ? word(names - 16) << 32 | word(names - 12)
                : word(names - 12) << 32 | word(names - 16);
        long offsets = addressOfNames - 16 - (count * 4 + 7 & ~7L);
        long addresses = addressOfNames - 8 - count * 8;
        int upper = memory.order() == ByteOrder.BIG_ENDIAN ? names - 16 : names - 12;
        boolean wide = base >= 0 || word(upper - 8) == word(upper);
        return new KallsymsReader.Tables(
                addressOfNames,
                width == 8 && memory.order() == ByteOrder.BIG_ENDIAN ? addressOfNames - 4 : addressOfNames - 8,
                tokens,
                index,
                wide ? 0 : offsets,
                wide ? 0 : addressOfNames - 16,
                wide ? addresses : 0);
    }
}
