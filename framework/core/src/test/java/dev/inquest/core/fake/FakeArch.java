package dev.inquest.core.fake;

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
 * A machine that maps memory as {@link FakeTranslator} does.
 *
 * @param architecture its architecture
 * @param vmcoreInfo VMCOREINFO, or null
 * @param bias runtime address minus link address
 * @param regions the kernel's regions
 */
public record FakeArch(Architecture architecture, @Nullable VmcoreInfo vmcoreInfo, long bias, List<Region> regions)
        implements ArchSession {
    @Override
    public AddressTranslator kernel() {
        return new FakeTranslator();
    }

    @Override
    public AddressTranslator user(long pgd) {
        return new FakeTranslator();
    }

    @Override
    public OptionalLong directMap(long physical) {
        return OptionalLong.of(FakeTranslator.BASE + physical);
    }

    @Override
    public List<CpuRegisters> crashRegisters() {
        return List.of();
    }

    @Override
    public int kernelStackSize() {
        return 16384;
    }

    @Override
    public Unwinder unwinder(Kernel kernel) {
        return start -> new Unwinder.RawStack(List.of(), false, "no stacks here");
    }
}
