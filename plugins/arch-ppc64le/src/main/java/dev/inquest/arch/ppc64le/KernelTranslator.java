package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.List;
import java.util.OptionalLong;

/**
 * Translates kernel addresses: in the linear map by subtraction, otherwise by page tables; in hash mode the array of page structures
 * by its list.
 */
final class KernelTranslator implements AddressTranslator {
    private final PageTables tables;
    private final VmemmapList vmemmap;
    private final long linearEnd;

    KernelTranslator(PageTables tables, VmemmapList vmemmap) {
        this.tables = tables;
        this.vmemmap = vmemmap;
        this.linearEnd = tables.format().linearEnd();
    }

    @Override
    public int pageSize() {
        return tables.pageSize();
    }

    @Override
    public long physical(long virtual) {
        if (linear(virtual)) {
            return virtual - AddressSpace.LINEAR;
        }
        if (Long.compareUnsigned(virtual, AddressSpace.LINEAR) < 0) {
            throw new FaultException(new Fault(Fault.Kind.NOT_MAPPED, virtual, "not a kernel address"));
        }
        try {
            return tables.physical(virtual);
        } catch (FaultException e) {
            if (!tables.format().radix() && e.fault().kind() == Fault.Kind.NOT_MAPPED) {
                OptionalLong listed = vmemmap.physical(virtual);
                if (listed.isPresent()) {
                    return listed.getAsLong();
                }
            }
            throw e;
        }
    }

    @Override
    public List<Step> walk(long virtual) {
        boolean tabled = tables.format().radix() || !linear(virtual);
        return Long.compareUnsigned(virtual, AddressSpace.LINEAR) >= 0 && tabled ? tables.walk(virtual) : List.of();
    }

    private boolean linear(long virtual) {
        return Long.compareUnsigned(virtual, AddressSpace.LINEAR) >= 0 && Long.compareUnsigned(virtual, linearEnd) < 0;
    }
}
