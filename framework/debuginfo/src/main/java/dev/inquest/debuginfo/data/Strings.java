package dev.inquest.debuginfo.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** NUL-terminated strings in buffers, compared and hashed without making objects of them. */
public final class Strings {
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    private Strings() {}

    /** Makes a string of UTF-8 bytes; malformed ones become U+FFFD. */
    public static String decode(ByteBuffer data, int offset, int length) {
        byte[] bytes = new byte[length];
        data.get(offset, bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Returns the string at an offset, up to a NUL or the end of the data; empty for an offset outside. */
    public static String at(ByteBuffer data, long offset) {
        if (offset < 0 || offset >= data.limit()) {
            return "";
        }
        int end = (int) offset;
        while (end < data.limit() && data.get(end) != 0) {
            end++;
        }
        return decode(data, (int) offset, end - (int) offset);
    }

    /** Returns whether the string at an offset is {@code name}. */
    public static boolean equal(ByteBuffer data, long offset, byte[] name) {
        if (offset < 0 || offset > data.limit() - name.length) {
            return false;
        }
        int at = (int) offset;
        for (byte b : name) {
            if (data.get(at++) != b) {
                return false;
            }
        }
        return at == data.limit() || data.get(at) == 0;
    }

    /**
     * Returns a hash of the string at an offset, eight bytes at a time; equal to {@link #hash(byte[])} of its bytes.
     *
     * @param data the strings, in either byte order
     * @param offset offset inside the data
     */
    public static int hash(ByteBuffer data, int offset) {
        boolean little = data.order() == ByteOrder.LITTLE_ENDIAN;
        long hash = 0;
        int at = offset;
        int limit = data.limit();
        while (at <= limit - 8) {
            long word = data.getLong(at);
            if (!little) {
                word = Long.reverseBytes(word);
            }
            long zeros = word - ONES & ~word & HIGH;
            if (zeros != 0) {
                int bits = Long.numberOfTrailingZeros(zeros) - 7;
                return finish(bits == 0 ? hash : mix(hash, word & -1L >>> 64 - bits));
            }
            hash = mix(hash, word);
            at += 8;
        }
        long word = 0;
        for (int shift = 0; at < limit; shift += 8) {
            byte b = data.get(at++);
            if (b == 0) {
                break;
            }
            word |= (b & 0xffL) << shift;
        }
        return finish(word == 0 ? hash : mix(hash, word));
    }

    /** Returns the hash of a string of these bytes, none of them NUL. */
    public static int hash(byte[] name) {
        long hash = 0;
        long word = 0;
        int shift = 0;
        for (byte b : name) {
            word |= (b & 0xffL) << shift;
            shift += 8;
            if (shift == 64) {
                hash = mix(hash, word);
                word = 0;
                shift = 0;
            }
        }
        return finish(word == 0 ? hash : mix(hash, word));
    }

    private static long mix(long hash, long word) {
        return (Long.rotateLeft(hash, 5) ^ word) * 0x517cc1b727220a95L;
    }

    private static int finish(long hash) {
        return (int) (hash ^ hash >>> 32);
    }
}
