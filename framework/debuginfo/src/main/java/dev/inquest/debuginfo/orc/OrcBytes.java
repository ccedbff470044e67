package dev.inquest.debuginfo.orc;

import dev.inquest.api.image.Bytes;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The two columns of a table, wherever they lie. ORC is of little-endian machines. */
sealed interface OrcBytes {

    /** Returns the offset of one row's first instruction from its own place. */
    int ip(long index);

    /** Returns one row: {@code sp_offset} in bits 0–15, {@code bp_offset} in bits 16–31, flags in bits 32–47. */
    long row(long index);

    /** Columns in a mapped file. */
    record InFile(ByteBuffer ips, ByteBuffer rows) implements OrcBytes {
        InFile(MemorySegment ips, MemorySegment rows) {
            this(Bytes.view(ips, ByteOrder.LITTLE_ENDIAN), Bytes.view(rows, ByteOrder.LITTLE_ENDIAN));
        }

        @Override
        public int ip(long index) {
            return ips.getInt(Math.toIntExact(index * 4));
        }

        @Override
        public long row(long index) {
            int at = Math.toIntExact(index * OrcFormat.ROW);
            return (rows.getShort(at + 4) & 0xffffL) << 32 | rows.getInt(at) & 0xffffffffL;
        }
    }

    /** Columns in the dump's memory; unreadable pages throw a fault. */
    record InMemory(Memory memory, long ips, long rows) implements OrcBytes {
        @Override
        public int ip(long index) {
            return memory.i32(ips + index * 4);
        }

        @Override
        public long row(long index) {
            return memory.unsigned(rows + index * OrcFormat.ROW, OrcFormat.ROW);
        }
    }
}
