package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates a process's addresses; the place of its tables is looked up at the first use, where it may fault. */
final class UserTranslator implements AddressTranslator {
    private final AddressTranslator kernel;
    private final long pgd;
    private final PageTables kernelTables;
    private volatile @Nullable PageTables tables;

    UserTranslator(AddressTranslator kernel, long pgd, PageTables kernelTables) {
        this.kernel = kernel;
        this.pgd = pgd;
        this.kernelTables = kernelTables;
    }

    @Override
    public int pageSize() {
        return kernelTables.pageSize();
    }

    @Override
    public long physical(long virtual) {
        if (virtual >>> 60 != 0) {
            throw new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, "not an address of a process"));
        }
        return tables().physical(virtual);
    }

    @Override
    public List<Step> walk(long virtual) {
        return virtual >>> 60 != 0 ? List.of() : tables().walk(virtual);
    }

    private PageTables tables() {
        PageTables known = tables;
        if (known == null) {
            known = kernelTables.from(kernel.physical(pgd));
            tables = known;
        }
        return known;
    }
}
