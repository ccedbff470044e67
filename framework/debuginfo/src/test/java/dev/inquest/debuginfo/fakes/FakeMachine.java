package dev.inquest.debuginfo.fakes;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A machine of which nothing is known but the regions of its addresses.
 *
 * @param regions the regions
 */
public record FakeMachine(List<Region> regions) implements ArchSession {

    /** Returns a machine whose kernel lies at these addresses. */
    public static FakeMachine kernel(long start, long end) {
        return new FakeMachine(List.of(new Region("kernel text", start, end)));
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
