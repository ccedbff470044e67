package dev.inquest.debuginfo.orc;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import dev.inquest.debuginfo.data.Boundaries;
import java.lang.foreign.MemorySegment;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A table of ORC rows, looked up where it lies: a binary search reads some twenty numbers, and nothing is copied.
 *
 * <p>The last of several rows for one address counts: those that only close a section are sorted before the others. An address
 * above the last row is not covered when that row closes the last section, as it does in every kernel. Neither are ftrace's trampolines and
 * code from the BPF compiler, which have no rows.
 */
public final class OrcTable implements UnwindSource, Boundaries {
    private final OrcBytes bytes;
    private final long ipsAddress;
    private final long count;
    private final OrcFormat format;

    private OrcTable(OrcBytes bytes, long ipsAddress, long count, OrcFormat format) {
        this.bytes = bytes;
        this.ipsAddress = ipsAddress;
        this.count = count;
        this.format = format;
    }

    /**
     * A table in a file.
     *
     * @param ips the bytes of {@code .orc_unwind_ip}, as linked
     * @param ipsAddress the runtime address of that section (address as linked plus bias)
     * @param rows the bytes of {@code .orc_unwind}
     * @param format the format of the rows
     */
    public static OrcTable ofSections(MemorySegment ips, long ipsAddress, MemorySegment rows, OrcFormat format) {
        long count = Math.min(ips.byteSize() / 4, rows.byteSize() / OrcFormat.ROW);
        return new OrcTable(new OrcBytes.InFile(ips, rows), ipsAddress, count, format);
    }

    /**
     * A table in memory. Pages are read when a lookup needs them.
     *
     * @param memory the kernel's virtual memory
     * @param ips address of {@code __start_orc_unwind_ip} or {@code orc_unwind_ip}
     * @param rows address of {@code __start_orc_unwind} or {@code orc_unwind}
     * @param count number of rows
     * @param format the format of the rows
     */
    public static OrcTable ofMemory(Memory memory, long ips, long rows, long count, OrcFormat format) {
        return new OrcTable(new OrcBytes.InMemory(memory, ips, rows), ips, count, format);
    }

    /**
     * Returns the row for an instruction, or null when the table does not cover it.
     *
     * @throws FaultException when the table lies in memory that cannot be read
     */
    @Override
    public @Nullable UnwindRow row(long pc) {
        long low = 0;
        long high = count;
        while (low < high) {
            long middle = low + high >>> 1;
            if (Long.compareUnsigned(ipsAddress + middle * 4 + bytes.ip(middle), pc) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        if (low == 0) {
            return null;
        }
        long row = bytes.row(low - 1);
        int flags = (int) (row >>> 32) & 0xffff;
        if (low == count && OrcRow.undefined(format, flags)) {
            return null;
        }
        return OrcRow.of(format, (short) row, (short) (row >>> 16), flags);
    }

    @Override
    public void forEachBoundary(LongConsumer action) {
        for (long i = 0; i < count; i++) {
            action.accept(ipsAddress + i * 4 + bytes.ip(i));
        }
    }
}
