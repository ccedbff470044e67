package dev.inquest.debuginfo.bundle.build;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow as they are written; numbers are little-endian or LEB128. */
final class Bytes {
    private byte[] data = new byte[256];
    private int size;

    int size() {
        return size;
    }

    byte[] toArray() {
        return Arrays.copyOf(data, size);
    }

    private void room(int more) {
        if (data.length - size < more) {
            data = Arrays.copyOf(data, Math.max(Math.addExact(size, more), size + (size >> 1)));
        }
    }

    Bytes u8(int value) {
        room(1);
        data[size++] = (byte) value;
        return this;
    }

    Bytes fixed(long value, int bytes) {
        room(bytes);
        for (int i = 0; i < bytes; i++) {
            data[size++] = (byte) (value >>> i * 8);
        }
        return this;
    }

    Bytes u16(int value) {
        return fixed(value, 2);
    }

    Bytes u32(long value) {
        return fixed(value, 4);
    }

    Bytes u64(long value) {
        return fixed(value, 8);
    }

    Bytes uleb(long value) {
        room(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            data[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        data[size++] = (byte) rest;
        return this;
    }

    Bytes sleb(long value) {
        room(10);
        long rest = value;
        while (rest < -64 || rest > 63) {
            data[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>= 7;
        }
        data[size++] = (byte) (rest & 0x7f);
        return this;
    }

    Bytes text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return uleb(bytes.length).put(bytes);
    }

    Bytes put(byte[] bytes) {
        return put(bytes, bytes.length);
    }

    Bytes put(byte[] bytes, int length) {
        room(length);
        System.arraycopy(bytes, 0, data, size, length);
        size += length;
        return this;
    }

    Bytes put(Bytes other) {
        return put(other.data, other.size);
    }

    void clear() {
        size = 0;
    }
}
