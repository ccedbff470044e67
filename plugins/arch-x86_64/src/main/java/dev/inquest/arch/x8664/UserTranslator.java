package dev.inquest.arch.x8664;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Translates a process's addresses; the place of its tables is looked up at the first use, where it may fault. */
final class UserTranslator implements AddressTranslator {
    private final AddressTranslator kernel;
    private final long pgd;
    private final Memory physical;
    private final KernelMapping mapping;
    private volatile @Nullable PageTables tables;

    UserTranslator(AddressTranslator kernel, long pgd, Memory physical, KernelMapping mapping) {
        this.kernel = kernel;
        this.pgd = pgd;
        this.physical = physical;
        this.mapping = mapping;
    }

    @Override
    public long physical(long virtual) {
        return tables().physical(virtual);
    }

    @Override
    public List<Step> walk(long virtual) {
        return tables().walk(virtual);
    }

    private PageTables tables() {
        PageTables known = tables;
        if (known == null) {
            known = new PageTables(physical, mapping.tables().mode(), kernel.physical(pgd), mapping.encryptionMask());
            tables = known;
        }
        return known;
    }
}
