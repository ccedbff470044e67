package dev.inquest.debuginfo.fakes;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Memory;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A machine of which nothing is known but the regions of its addresses, and what code refers to.
 *
 * @param regions the regions
 * @param code what functions refer to, by their addresses
 */
public record FakeMachine(List<Region> regions, Map<Long, Set<Long>> code) implements ArchSession {

    /** Returns a machine whose kernel lies at these addresses. */
    public static FakeMachine kernel(long start, long end) {
        return kernel(start, end, Map.of());
    }

    /** Returns a machine whose kernel lies at these addresses, and whose functions refer to others. */
    public static FakeMachine kernel(long start, long end, Map<Long, Set<Long>> code) {
        return new FakeMachine(List.of(new Region("kernel text", start, end)), code);
    }

    @Override
    public Set<Long> references(Memory memory, long start, long end) {
        return code.getOrDefault(start, Set.of());
    }

    @Override
    public Architecture architecture() {
        throw new UnsupportedOperationException();
    }

    @Override
    public long bias() {
        return 0;
    }

    @Override
    public @Nullable VmcoreInfo vmcoreInfo() {
        return null;
    }

    @Override
    public AddressTranslator kernel() {
        throw new UnsupportedOperationException();
    }

    @Override
    public AddressTranslator user(long pgd) {
        throw new UnsupportedOperationException();
    }

    @Override
    public OptionalLong directMap(long physical) {
        return OptionalLong.empty();
    }

    @Override
    public List<CpuRegisters> crashRegisters() {
        return List.of();
    }

    @Override
    public int kernelStackSize() {
        return 1 << 14;
    }

    @Override
    public Unwinder unwinder(Kernel kernel) {
        throw new UnsupportedOperationException();
    }
}
