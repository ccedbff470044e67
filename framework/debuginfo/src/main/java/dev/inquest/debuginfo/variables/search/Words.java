package dev.inquest.debuginfo.variables.search;

import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A part of the image, read at once: numbers in the machine's byte order, and strings. */
public final class Words {
    private static final int LONGEST_NAME = 512;

    private final long from;
    private final byte[] bytes;
    private final ByteBuffer numbers;

    Words(long from, byte[] bytes, ByteOrder order) {
        this.from = from;
        this.bytes = bytes;
        this.numbers = ByteBuffer.wrap(bytes).order(order);
    }

    public static Words read(Memory memory, Image.Span span) {
        return new Words(span.from(), span.bytes(memory), memory.order());
    }

    public int length() {
        return bytes.length;
    }

    /** Returns the address of the byte at an index. */
    public long address(int at) {
        return from + at;
    }

    /** Returns the index of an address, or -1 when it is not in this part. */
    public int index(long address) {
        long distance = address - from;
        return distance >= 0 && distance < bytes.length ? (int) distance : -1;
    }

    public int i32(int at) {
        return numbers.getInt(at);
    }

    public long u64(int at) {
        return numbers.getLong(at);
    }

    /** Returns the index, from one on, at which bytes lie, or -1. */
    public int indexOf(byte[] wanted, int from) {
        for (int at = from; at + wanted.length <= bytes.length; at++) {
            if (bytes[at] == wanted[0] && Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        return -1;
    }

    /**
     * Returns whether a name in C may stand at an index. It may be the end of a longer one: linkers put strings that end alike into one
     * place.
     */
    public boolean beginsName(int at) {
        return at >= 0 && letter(bytes[at]);
    }

    private static boolean letter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b == '_';
    }

    /** Returns the name in C that stands at an index, or null when none does. */
    @Nullable
    public String name(int at) {
        if (!beginsName(at)) {
            return null;
        }
        int end = at;
        while (end < bytes.length && end - at < LONGEST_NAME && bytes[end] != 0) {
            byte b = bytes[end];
            if (!letter(b) && !(b >= '0' && b <= '9') && b != '.' && b != '$') {
                return null;
            }
            end++;
        }
        return end == bytes.length || bytes[end] != 0
                ? null
                : new String(bytes, at, end - at, StandardCharsets.US_ASCII);
    }
}
