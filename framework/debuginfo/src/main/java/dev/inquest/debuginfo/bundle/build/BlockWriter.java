package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes a section in blocks. A block is packed when that makes it smaller. */
final class BlockWriter {
    private final Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    private final Bytes table = new Bytes();
    private final Bytes data = new Bytes();
    private int count;
    private int records;
    private int extra;
    private long unpacked;

    /** Something does not fit into the format, which only damaged or hostile input brings about. */
    static final class TooLargeException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooLargeException(String message) {
            super(message, null, false, false);
        }
    }

    /** Sets the number that the section keeps for itself. */
    void extra(int number) {
        extra = number;
    }

    /** Returns the number of blocks so far. */
    int count() {
        return count;
    }

    /** Returns the number of records so far. */
    int records() {
        return records;
    }

    /** Returns the bytes of all blocks before they were packed. */
    long unpacked() {
        return unpacked;
    }

    /**
     * Adds a block.
     *
     * @param key its address; 0 where records have none
     * @param recordsInside how many records it has
     * @param block its bytes
     */
    void add(long key, int recordsInside, byte[] block) {
        if (block.length > Format.LARGEST_BLOCK) {
            throw new TooLargeException("a single type, function or symbol takes " + block.length + " bytes");
        }
        byte[] packed = new byte[block.length];
        deflater.reset();
        deflater.setInput(block);
        deflater.finish();
        int length = deflater.deflate(packed);
        boolean smaller = deflater.finished() && length < block.length;
        byte[] stored = smaller ? Arrays.copyOf(packed, length) : block;
        CRC32 sum = new CRC32();
        sum.update(stored);
        table.u64(key)
                .u32(records)
                .u32(data.size())
                .u32(stored.length)
                .u32(block.length)
                .u32(sum.getValue());
        data.put(stored);
        records += recordsInside;
        unpacked += block.length;
        count++;
    }

    /** Ends the section. */
    SectionData end(int kind, int module) {
        deflater.end();
        Bytes head = new Bytes().u32(count).u32(records).u32(extra).u32(0).put(table);
        int checked = head.size();
        if (checked != Format.BLOCKS_HEAD + count * Format.BLOCK) {
            throw new IllegalStateException("a table of " + checked + " bytes");
        }
        return new SectionData(kind, module, head.put(data).toArray(), checked);
    }
}
