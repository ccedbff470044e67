package dev.inquest.api.location;

import java.nio.ByteBuffer;

/** The bytes of an expression. What lies outside throws {@link IndexOutOfBoundsException}, which means damage. */
final class Operands {
    private final ByteBuffer bytes;
    private int at;

    Operands(ByteBuffer bytes) {
        this.bytes = bytes.slice().order(bytes.order());
    }

    boolean atEnd() {
        return at >= bytes.limit();
    }

    void jump(int distance) {
        int target = at + distance;
        if (target < 0 || target > bytes.limit()) {
            throw new IndexOutOfBoundsException();
        }
        at = target;
    }

    int u8() {
        return bytes.get(at++) & 0xff;
    }

    int s16() {
        at += 2;
        return bytes.getShort(at - 2);
    }

    int s32() {
        at += 4;
        return bytes.getInt(at - 4);
    }

    long u64() {
        at += 8;
        return bytes.getLong(at - 8);
    }

    /** Reads an unsigned number of 1, 2, 4 or 8 bytes. */
    long unsigned(int size) {
        return switch (size) {
            case 1 -> u8();
            case 2 -> s16() & 0xffff;
            case 4 -> s32() & 0xffff_ffffL;
            case 8 -> u64();
            default -> throw new IndexOutOfBoundsException();
        };
    }

    long uleb() {
        long value = 0;
        for (int shift = 0; shift < 70; shift += 7) {
            int b = u8();
            value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
            if ((b & 0x80) == 0) {
                return value;
            }
        }
        throw new IndexOutOfBoundsException();
    }

    long sleb() {
        long value = 0;
        for (int shift = 0; shift < 70; ) {
            int b = u8();
            value |= shift < 64 ? (long) (b & 0x7f) << shift : 0;
            shift += 7;
            if ((b & 0x80) == 0) {
                return (b & 0x40) != 0 && shift < 64 ? value | -1L << shift : value;
            }
        }
        throw new IndexOutOfBoundsException();
    }

    /** Returns the next bytes, and goes behind them. */
    ByteBuffer block(long size) {
        if (size < 0 || size > bytes.limit() - at) {
            throw new IndexOutOfBoundsException();
        }
        ByteBuffer block = bytes.slice(at, (int) size).order(bytes.order());
        at += (int) size;
        return block;
    }

    /** Returns an unsigned number as an int; larger ones are damage. */
    int small() {
        long value = uleb();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new IndexOutOfBoundsException();
        }
        return (int) value;
    }
}
