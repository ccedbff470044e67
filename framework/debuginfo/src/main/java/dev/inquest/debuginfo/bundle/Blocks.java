package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A section in blocks. The table of blocks is read where it lies; a block is checked and unpacked when it is asked for, and those
 * asked for last are kept. Safe for use by many threads.
 */
final class Blocks {
    /** Bytes of unpacked blocks that are kept; what is made of them takes some times as much. */
    private static final int KEPT = 4 << 20;

    private final Section section;
    private final ByteBuffer data;
    private final int count;
    private final int records;
    private final int extra;
    private final Map<Integer, Block> kept = new LinkedHashMap<>(16, 0.75f, true);
    private int keptBytes;

    private Blocks(Section section, int count, int records, int extra) {
        this.section = section;
        this.data = section.data();
        this.count = count;
        this.records = records;
        this.extra = extra;
    }

    /** Checks the table of blocks. */
    static Blocks open(Section section) throws MalformedException {
        ByteBuffer data = section.data();
        if (data.limit() < Format.BLOCKS_HEAD) {
            throw section.malformed(0, "section " + section.kind() + " is too short");
        }
        int count = data.getInt(0);
        int records = data.getInt(4);
        if (count < 0 || records < 0 || count > (data.limit() - Format.BLOCKS_HEAD) / Format.BLOCK) {
            throw section.malformed(0, "a table of " + Integer.toUnsignedString(count) + " blocks");
        }
        section.check(Format.BLOCKS_HEAD + count * Format.BLOCK);
        return new Blocks(section, count, records, data.getInt(8));
    }

    /** Returns the number of blocks. */
    int count() {
        return count;
    }

    /** Returns the number of records in all blocks. */
    int records() {
        return records;
    }

    /** Returns the number that the section keeps for itself. */
    int extra() {
        return extra;
    }

    private int entry(int block) {
        return Format.BLOCKS_HEAD + block * Format.BLOCK;
    }

    /** Returns the address at which a block begins. */
    long key(int block) {
        return data.getLong(entry(block));
    }

    /** Returns the number of a block's first record. */
    int first(int block) {
        return data.getInt(entry(block) + 8);
    }

    /** Returns the last block from {@code from} whose address is not above {@code address}; {@code from - 1} when there is none. */
    int floor(long address, int from) {
        int low = from;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (Long.compareUnsigned(key(middle), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high;
    }

    /** Returns the block of a record, or -1. */
    int blockOf(int number) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (first(middle) <= number) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return number < records ? high : -1;
    }

    /** Returns a block, unpacked. */
    Block block(int number) throws MalformedException {
        synchronized (kept) {
            Block block = kept.get(number);
            if (block != null) {
                return block;
            }
        }
        Block block = new Block(section, number, unpack(number));
        keep(number, block);
        return block;
    }

    private void keep(int number, Block block) {
        synchronized (kept) {
            Block other = kept.put(number, block);
            keptBytes += block.bytes.capacity() - (other == null ? 0 : other.bytes.capacity());
            Iterator<Block> eldest = kept.values().iterator();
            while (keptBytes > KEPT && eldest.hasNext()) {
                keptBytes -= eldest.next().bytes.capacity();
                eldest.remove();
            }
        }
    }

    private ByteBuffer unpack(int number) throws MalformedException {
        int entry = entry(number);
        int start = Format.BLOCKS_HEAD + count * Format.BLOCK;
        int offset = data.getInt(entry + 12);
        int stored = data.getInt(entry + 16);
        int size = data.getInt(entry + 20);
        if (offset < 0 || stored < 0 || offset > data.limit() - start || stored > data.limit() - start - offset) {
            throw section.malformed(entry, "block " + number + " lies outside its section");
        }
        if (size < stored || size > Format.LARGEST_BLOCK) {
            throw section.malformed(entry, "block " + number + " has " + Integer.toUnsignedString(size) + " bytes");
        }
        CRC32 sum = new CRC32();
        sum.update(data.slice(start + offset, stored));
        if ((int) sum.getValue() != data.getInt(entry + 24)) {
            throw section.malformed(start + offset, "block " + number + " is damaged: its checksum is wrong");
        }
        byte[] bytes = new byte[stored];
        data.get(start + offset, bytes);
        if (stored < size) {
            bytes = inflate(bytes, size, start + offset);
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] inflate(byte[] packed, int size, int at) throws MalformedException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] bytes = new byte[size];
            int done = 0;
            while (done < size) {
                int got = inflater.inflate(bytes, done, size - done);
                if (got == 0) {
                    throw section.malformed(at, "a block is shorter than it says");
                }
                done += got;
            }
            return bytes;
        } catch (DataFormatException e) {
            throw section.malformed(at, "a block cannot be unpacked: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    /** A block's bytes, and what a reader made of them. */
    static final class Block {
        private final Section section;
        private final int number;
        private final ByteBuffer bytes;
        private volatile Object parsed = "";

        Block(Section section, int number, ByteBuffer bytes) {
            this.section = section;
            this.number = number;
            this.bytes = bytes;
        }

        /** Returns a new cursor over the bytes. */
        Cursor cursor() {
            return new Cursor(
                    section.file() + " at offset 0x" + Long.toHexString(section.offset()) + ", section "
                            + section.kind() + ", block " + number,
                    bytes);
        }

        /** Returns what was kept with the block; an empty string when nothing was. */
        Object parsed() {
            return parsed;
        }

        /** Keeps something with the block. */
        void keep(Object what) {
            parsed = what;
        }
    }
}
