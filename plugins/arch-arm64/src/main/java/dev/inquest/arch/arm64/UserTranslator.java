package dev.inquest.arch.arm64;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Translates a process's addresses; the place of its tables is looked up at the first use, where it may fault. The top byte of an
 * address is passed over, as the hardware does (TCR_EL1.TBI0; Documentation/arch/arm64/tagged-address-abi.rst).
 */
final class UserTranslator implements AddressTranslator {
    private final AddressTranslator kernel;
    private final long pgd;
    private final Memory physical;
    private final TableFormat format;
    private volatile @Nullable PageTables tables;

    /**
     * Makes a translation.
     *
     * @param kernel translates the address of the tables
     * @param pgd kernel virtual address of the top-level table
     * @param physical physical memory
     * @param format the format, which is the kernel's
     */
    UserTranslator(AddressTranslator kernel, long pgd, Memory physical, TableFormat format) {
        this.kernel = kernel;
        this.pgd = pgd;
        this.physical = physical;
        this.format = format;
    }

    @Override
    public int pageSize() {
        return format.pageSize();
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
            known = new PageTables(physical, format, kernel.physical(pgd), false);
            tables = known;
        }
        return known;
    }
}
