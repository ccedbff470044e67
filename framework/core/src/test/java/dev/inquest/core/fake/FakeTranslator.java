package dev.inquest.core.fake;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Maps addresses from {@link #BASE} on to physical memory from 0, for one GiB. */
public final class FakeTranslator implements AddressTranslator {
    /** Where the mapping begins. */
    public static final long BASE = 0xffff888000000000L;

    /** How many addresses were translated. */
    public final AtomicInteger asked = new AtomicInteger();

    @Override
    public long physical(long virtual) {
        asked.incrementAndGet();
        if (Long.compareUnsigned(virtual - BASE, 1L << 30) >= 0) {
            throw new FaultException(new Fault(Fault.Kind.NOT_MAPPED, 0x1234, "PTE is 0"));
        }
        return virtual - BASE;
    }

    @Override
    public List<Step> walk(long virtual) {
        return List.of();
    }
}
