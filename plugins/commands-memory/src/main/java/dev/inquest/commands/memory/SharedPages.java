package dev.inquest.commands.memory;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelFacts;
import dev.inquest.api.kernel.Reads;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.types.EnumType;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.api.types.StructType;
import java.nio.ByteBuffer;

/**
 * Counts page frames with more than one reference ({@code _refcount > 1}) that are not reserved, as crash does. The {@code struct page}s are
 * found in the vmemmap (CONFIG_SPARSEMEM_VMEMMAP); pages of it that are not there belong to no memory.
 */
@Reads(
        value = "page",
        optional = {"_refcount.counter|_count.counter", "flags"},
        lost = "line SHARED",
        since = "0139aa7b7fa1 (4.7)")
final class SharedPages {
    private static final int CHUNK = 512;

    private SharedPages() {}

    static long count(Kernel kernel, Progress progress) {
        StructType page = kernel.struct("page");
        StructType.Place references = page.find("_refcount.counter");
        if (references == null) {
            references = page.find("_count.counter");
        }
        if (references == null) {
            throw new MissingTypeException("struct page has no member _refcount");
        }
        long vmemmap = KernelFacts.vmemmap(kernel);
        StructType.Place flags = page.find("flags");
        long reserved = reservedFlag(kernel);
        if (flags == null) {
            throw new MissingTypeException("struct page has no member flags");
        }
        int flagsOffset = (int) flags.offset();
        int size = (int) page.size();
        int offset = (int) references.offset();
        byte[] bytes = new byte[CHUNK * size];
        long shared = 0;
        long end = kernel.image().endPfn() * kernel.image().pageSize() / kernel.pageSize();
        for (long pfn = 0; pfn < end && !progress.cancelled(); pfn += CHUNK) {
            progress.report("counting shared pages", pfn, end);
            int pages = (int) Math.min(CHUNK, end - pfn);
            Fault fault = kernel.memory().tryRead(vmemmap + pfn * size, bytes, 0, pages * size);
            if (fault != null) {
                if (fault.kind() != Fault.Kind.NOT_MAPPED) {
                    throw new FaultException(fault);
                }
                continue;
            }
            ByteBuffer structs = ByteBuffer.wrap(bytes).order(kernel.memory().order());
            for (int i = 0; i < pages; i++) {
                boolean kept = (structs.getLong(i * size + flagsOffset) & reserved) == 0;
                if (kept && structs.getInt(i * size + offset) > 1) {
                    shared++;
                }
            }
        }
        return shared;
    }

    private static long reservedFlag(Kernel kernel) {
        if (kernel.findType(TypeSource.Kind.ENUM, "pageflags") instanceof EnumType flags) {
            for (EnumType.Enumerator flag : flags.enumerators()) {
                if (flag.name().equals("PG_reserved")) {
                    return 1L << flag.value();
                }
            }
        }
        throw new MissingTypeException("enum pageflags has no PG_reserved");
    }
}
