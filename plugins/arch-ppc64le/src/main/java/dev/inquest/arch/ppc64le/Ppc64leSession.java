package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.PageEntry;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** One dumped ppc64le machine. */
final class Ppc64leSession implements ArchSession {
    /** {@code THREAD_SIZE} with the default {@code CONFIG_THREAD_SHIFT} of 14. */
    private static final int STACK_SIZE = 16384;

    private final Architecture architecture;
    private final Architecture.Context context;
    private final KernelMapping mapping;
    private final KernelVariables variables;
    private final VmemmapList vmemmap;
    private final KernelTranslator kernel;
    private final long memoryEnd;

    Ppc64leSession(Architecture architecture, Architecture.Context context, KernelMapping mapping) {
        this.architecture = architecture;
        this.context = context;
        this.mapping = mapping;
        this.variables = new KernelVariables(context, mapping.info(), mapping.bias());
        this.vmemmap = new VmemmapList(variables, new PageSizes(variables));
        this.kernel = new KernelTranslator(mapping.tables(), vmemmap);
        this.memoryEnd = Math.max(0, Math.min(context.image().endPfn(), 1L << 40))
                * context.image().pageSize();
    }

    @Override
    public Architecture architecture() {
        return architecture;
    }

    @Override
    public long bias() {
        return mapping.bias();
    }

    @Override
    public @Nullable VmcoreInfo vmcoreInfo() {
        return mapping.info();
    }

    @Override
    public AddressTranslator kernel() {
        return kernel;
    }

    @Override
    public AddressTranslator user(long pgd) {
        return new UserTranslator(kernel, pgd, mapping.tables());
    }

    @Override
    public OptionalLong directMap(long physical) {
        return Long.compareUnsigned(physical, memoryEnd) < 0
                ? OptionalLong.of(AddressSpace.LINEAR + physical)
                : OptionalLong.empty();
    }

    @Override
    public List<Region> regions() {
        return Regions.of(variables, mapping.tables().format(), vmemmap, memoryEnd);
    }

    @Override
    public List<CpuRegisters> crashRegisters() {
        return RegisterNotes.of(
                context.image().notes(), context.image().machine().order());
    }

    @Override
    public Optional<PageEntry> pageEntry(long entry) {
        return Optional.of(mapping.tables().meaning(entry));
    }

    @Override
    public int kernelStackSize() {
        return STACK_SIZE;
    }

    @Override
    public List<CpuStack> stacks(Kernel kernelSession, int cpu) {
        return CpuStacks.of(kernelSession, cpu, kernelSession.stackSize()).stream()
                .map(stack -> new CpuStack(stack.name(), stack.low(), stack.high()))
                .toList();
    }

    @Override
    public List<SavedRegisters> savedRegisters(Kernel kernelSession, long low, long high) {
        return InterruptFrame.search(kernelSession.memory(), low, high);
    }

    @Override
    public Unwinder unwinder(Kernel kernelSession) {
        return new StackUnwinder(kernelSession);
    }
}
