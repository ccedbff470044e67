package dev.inquest.debuginfo.orc;

import dev.inquest.api.layout.UnwindRow;
import dev.inquest.api.layout.UnwindSource;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** A table of ORC rows, looked up where it lies. */
public final class OrcTable implements UnwindSource {
    private OrcTable() {}

    /**
     * A table in a file.
     *
     * @param ips the bytes of {@code .orc_unwind_ip}, as linked
     * @param ipsAddress the runtime address of that section (address as linked plus bias)
     * @param rows the bytes of {@code .orc_unwind}
     * @param format the format of the rows
     */
    public static OrcTable ofSections(MemorySegment ips, long ipsAddress, MemorySegment rows, OrcFormat format) {
        return new OrcTable();
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
        return new OrcTable();
    }

    @Override
    public @Nullable UnwindRow row(long pc) {
        return null;
    }
}
