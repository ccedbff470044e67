package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The 256 strings that codes stand for. A name's hash is put together from those of its codes, so that finding a name among all takes one
 * multiplication a code and no text is unpacked: the hash is {@code sum of byte * 31^distance from the end}.
 */
final class Tokens {
    private static final int CODES = 256;
    /** KSYM_NAME_LEN is 512 since Linux 6.1; with the letter and some to spare. */
    private static final int LONGEST_NAME = 1024;

    private final byte[][] texts;
    private final int[] hashes = new int[CODES];
    private final int[] powers = new int[CODES];
    private final int[] tailHashes = new int[CODES];
    private final int[] tailPowers = new int[CODES];

    /** Takes 256 strings. */
    Tokens(byte[][] texts) {
        this.texts = texts;
        for (int code = 0; code < CODES; code++) {
            byte[] text = texts[code];
            hashes[code] = hash(text, 0);
            powers[code] = power(text.length);
            tailHashes[code] = hash(text, 1);
            tailPowers[code] = power(Math.max(0, text.length - 1));
        }
    }

    /**
     * Reads the table.
     *
     * @throws FaultException when it cannot be read
     * @throws IllegalArgumentException when there is no such table at these addresses, with the reason
     */
    static Tokens read(Memory memory, long table, long index) {
        byte[] starts = memory.bytes(index, CODES * 2);
        boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
        MemoryWindow window = new MemoryWindow(memory, table, 1 << 17);
        byte[][] texts = new byte[CODES][];
        int expected = 0;
        for (int code = 0; code < CODES; code++) {
            int start = (starts[code * 2 + (big ? 1 : 0)] & 0xff) | (starts[code * 2 + (big ? 0 : 1)] & 0xff) << 8;
            if (start != expected) {
                throw new IllegalArgumentException(
                        "kallsyms_token_index does not belong to kallsyms_token_table (code " + code + ")");
            }
            int end = start;
            while (end - start < LONGEST_NAME && readable(window, end + 1) && window.bytes()[end] != 0) {
                end++;
            }
            if (end - start >= LONGEST_NAME) {
                throw new IllegalArgumentException("kallsyms_token_table has a string without end");
            }
            texts[code] = Arrays.copyOfRange(window.bytes(), start, end);
            expected = end + 1;
        }
        return new Tokens(texts);
    }

    private static boolean readable(MemoryWindow window, int end) {
        if (!window.has(end)) {
            Fault fault = window.fault();
            if (fault != null) {
                throw new FaultException(fault);
            }
            throw new IllegalArgumentException("kallsyms_token_table is too long");
        }
        return true;
    }

    private static int hash(byte[] text, int from) {
        int hash = 0;
        for (int i = from; i < text.length; i++) {
            hash = hash * 31 + text[i];
        }
        return hash;
    }

    private static int power(int exponent) {
        int power = 1;
        for (int i = 0; i < exponent; i++) {
            power *= 31;
        }
        return power;
    }

    /** Returns the hash of a name's bytes. */
    static int hash(byte[] name) {
        return hash(name, 0);
    }

    /** Returns the hash of the name that some codes stand for, without its letter. */
    int hash(byte[] codes, int from, int to) {
        if (from == to) {
            return 0;
        }
        int first = codes[from] & 0xff;
        int hash = tailHashes[first];
        for (int i = from + 1; i < to; i++) {
            int code = codes[i] & 0xff;
            hash = hash * powers[code] + hashes[code];
        }
        return hash;
    }

    /** Returns the letter of the symbol that some codes stand for; {@code '?'} when there is none. */
    char letter(byte[] codes, int from, int to) {
        byte[] first = from < to ? texts[codes[from] & 0xff] : new byte[0];
        return first.length == 0 ? '?' : (char) (first[0] & 0xff);
    }

    /** Returns whether codes stand for a name, whatever its letter. */
    boolean matches(byte[] codes, int from, int to, byte[] name) {
        int at = -1;
        for (int i = from; i < to; i++) {
            byte[] text = texts[codes[i] & 0xff];
            for (byte b : text) {
                if (at >= 0 && (at >= name.length || name[at] != b)) {
                    return false;
                }
                at++;
            }
        }
        return at == name.length;
    }

    /** Returns the name that some codes stand for, without its letter. */
    String name(byte[] codes, int from, int to) {
        byte[] text = new byte[LONGEST_NAME];
        int length = 0;
        for (int i = from; i < to && length < LONGEST_NAME; i++) {
            byte[] piece = texts[codes[i] & 0xff];
            int part = Math.min(piece.length, LONGEST_NAME - length);
            System.arraycopy(piece, 0, text, length, part);
            length += part;
        }
        return length <= 1 ? "" : new String(text, 1, length - 1, StandardCharsets.UTF_8);
    }
}
