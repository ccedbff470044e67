package dev.inquest.debuginfo.data;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A position in a run of bytes. Every read is checked against {@link #limit()} and fails with {@link MalformedException}.
 * Offsets are bytes from the beginning of the buffer. Not safe for use by many threads; make one for each.
 *
 * <p>Buffers rather than memory segments, because their accessors need no method handles, which cost some tens of
 * milliseconds when the first one is linked.
 */
public final class Cursor {
    private static final long HUGE = 2 << 20;

    private final String where;
    private final ByteBuffer data;
    private int position;
    private int limit;

    /**
     * Makes a cursor at the beginning.
     *
     * @param where the file or section, for messages
     * @param data the bytes, with the byte order set; its position is not used
     */
    public Cursor(String where, ByteBuffer data) {
        this.where = where;
        this.data = data;
        this.limit = data.limit();
    }

    /** Returns the file or section, for messages. */
    public String where() {
        return where;
    }

    /** Returns the bytes. */
    public ByteBuffer data() {
        return data;
    }

    /** Returns the byte order. */
    public ByteOrder order() {
        return data.order();
    }

    /** Returns the offset of the next byte. */
    public int position() {
        return position;
    }

    /** Returns the offset behind the last byte that may be read. */
    public int limit() {
        return limit;
    }

    /** Returns whether no byte is left. */
    public boolean atEnd() {
        return position >= limit;
    }

    /** Returns the number of bytes left. */
    public int remaining() {
        return limit - position;
    }

    /**
     * Lets the system take the memory of some bytes of a mapped file back, which were read once; they come from the file again when they are
     * read again. Does nothing for bytes that are in no file.
     *
     * @param from offset of the first byte
     * @param to offset behind the last one
     */
    public void release(int from, int to) {
        if (from >= 0 && from < to && to <= data.limit() && data.isDirect()) {
            MemorySegment bytes = MemorySegment.ofBuffer(data.duplicate().clear());
            if (bytes.isMapped()) {
                // The system maps as much as a huge page around one that is touched.
                long address = bytes.address();
                long first = Math.max(0, (address + from & -HUGE) - address);
                long last = Math.min(bytes.byteSize(), (address + to + HUGE - 1 & -HUGE) - address);
                bytes.asSlice(first, last - first).unload();
            }
        }
    }

    /** Goes to an offset. */
    public Cursor seek(long offset) throws MalformedException {
        if (offset < 0 || offset > limit) {
            throw MalformedException.at(where, offset, "lies outside the data of " + limit + " bytes");
        }
        position = (int) offset;
        return this;
    }

    /** Sets the end; it must lie inside the buffer. */
    public Cursor limit(long end) throws MalformedException {
        if (end < 0 || end > data.limit()) {
            throw MalformedException.at(where, end, "lies outside the data of " + data.limit() + " bytes");
        }
        limit = (int) end;
        return this;
    }

    /** Goes forward. */
    public void skip(long bytes) throws MalformedException {
        if (bytes < 0 || bytes > limit - position) {
            throw overrun();
        }
        position += (int) bytes;
    }

    private MalformedException overrun() {
        return MalformedException.at(where, position, "the data ends too early");
    }

    /** Makes an exception for the current offset. */
    public MalformedException malformed(String what) {
        return MalformedException.at(where, position, what);
    }

    /** Reads an unsigned byte. */
    public int u8() throws MalformedException {
        if (position >= limit) {
            throw overrun();
        }
        return data.get(position++) & 0xff;
    }

    /** Reads an unsigned 16-bit number. */
    public int u16() throws MalformedException {
        if (limit - position < 2) {
            throw overrun();
        }
        int value = data.getShort(position) & 0xffff;
        position += 2;
        return value;
    }

    /** Reads a 32-bit number; unsigned values above 2^31 come as negative ints. */
    public int i32() throws MalformedException {
        if (limit - position < 4) {
            throw overrun();
        }
        int value = data.getInt(position);
        position += 4;
        return value;
    }

    /** Reads an unsigned 32-bit number. */
    public long u32() throws MalformedException {
        return i32() & 0xffffffffL;
    }

    /** Reads a 64-bit number; unsigned values above 2^63 come as negative longs. */
    public long u64() throws MalformedException {
        if (limit - position < 8) {
            throw overrun();
        }
        long value = data.getLong(position);
        position += 8;
        return value;
    }

    /** Reads an unsigned number of 1, 2, 3, 4 or 8 bytes. */
    public long unsigned(int size) throws MalformedException {
        return switch (size) {
            case 1 -> u8();
            case 2 -> u16();
            case 3 -> u24();
            case 4 -> u32();
            case 8 -> u64();
            default -> throw malformed("numbers of " + size + " bytes are not supported");
        };
    }

    private int u24() throws MalformedException {
        int first = u8();
        int second = u8();
        int third = u8();
        return order() == ByteOrder.LITTLE_ENDIAN
                ? first | second << 8 | third << 16
                : third | second << 8 | first << 16;
    }

    /** Reads an unsigned LEB128 number (DWARF 5, section 7.6); bits above 64 are lost. */
    public long uleb() throws MalformedException {
        int first = u8();
        if (first < 0x80) {
            return first;
        }
        long value = first & 0x7f;
        int shift = 7;
        while (true) {
            int next = u8();
            if (shift < 64) {
                value |= (long) (next & 0x7f) << shift;
            }
            if (next < 0x80) {
                return value;
            }
            shift = Math.min(shift + 7, 70);
        }
    }

    /** Reads a signed LEB128 number (DWARF 5, section 7.6); bits above 64 are lost. */
    public long sleb() throws MalformedException {
        long value = 0;
        int shift = 0;
        while (true) {
            int next = u8();
            if (shift < 64) {
                value |= (long) (next & 0x7f) << shift;
            }
            shift = Math.min(shift + 7, 70);
            if (next < 0x80) {
                return shift < 64 && (next & 0x40) != 0 ? value | -1L << shift : value;
            }
        }
    }

    /** Skips a LEB128 number of either kind. */
    public void skipLeb() throws MalformedException {
        int at = position;
        while (at < limit) {
            if (data.get(at++) >= 0) {
                position = at;
                return;
            }
        }
        throw overrun();
    }

    /** Skips a NUL-terminated string. */
    public void skipString() throws MalformedException {
        int at = position;
        while (at < limit) {
            if (data.get(at++) == 0) {
                position = at;
                return;
            }
        }
        throw overrun();
    }

    /** Reads a NUL-terminated UTF-8 string; malformed bytes become U+FFFD. */
    public String string() throws MalformedException {
        int start = position;
        skipString();
        return Strings.decode(data, start, position - 1 - start);
    }

    /** Reads a string field of a fixed size, up to its first NUL. */
    public String string(int size) throws MalformedException {
        int start = position;
        skip(size);
        int end = start;
        while (end < position && data.get(end) != 0) {
            end++;
        }
        return Strings.decode(data, start, end - start);
    }

    /** Reads bytes. */
    public byte[] bytes(int size) throws MalformedException {
        int start = position;
        skip(size);
        byte[] bytes = new byte[size];
        data.get(start, bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return where + " at 0x" + Integer.toHexString(position);
    }
}
