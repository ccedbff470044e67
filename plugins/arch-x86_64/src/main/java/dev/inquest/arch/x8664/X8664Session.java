package dev.inquest.arch.x8664;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.ArchSession;
import dev.inquest.api.arch.Architecture;
import dev.inquest.api.arch.PageEntry;
import dev.inquest.api.arch.Unwinder;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Memory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One dumped x86_64 machine. */
final class X8664Session implements ArchSession {
    /** {@code THREAD_SIZE} without KASAN (arch/x86/include/asm/page_64_types.h). */
    private static final int STACK_SIZE = 16384;

    private final Architecture architecture;
    private final Architecture.Context context;
    private final KernelMapping mapping;
    private final OptionalLong directMap;
    private final long directMapSize;
    private final KernelTranslator kernel;

    X8664Session(Architecture architecture, Architecture.Context context, KernelMapping mapping) {
        this.architecture = architecture;
        this.context = context;
        this.mapping = mapping;
        this.directMap = new DirectMapSearch(context, mapping).find();
        this.directMapSize = directMap.isPresent()
                ? Math.max(0, Math.min(context.image().endPfn(), 1L << 40))
                        * context.image().pageSize()
                : 0;
        this.kernel = new KernelTranslator(mapping, directMap.orElse(0), directMapSize);
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
        return new UserTranslator(kernel, pgd, context.physical(), mapping);
    }

    @Override
    public OptionalLong directMap(long physical) {
        return Long.compareUnsigned(physical, directMapSize) < 0
                ? OptionalLong.of(directMap.orElse(0) + physical)
                : OptionalLong.empty();
    }

    @Override
    public List<Region> regions() {
        return Regions.of(context, mapping, directMap, directMapSize, kernel.imageSize());
    }

    @Override
    public Optional<PageEntry> pageEntry(long entry) {
        return Optional.of(mapping.tables().entry(entry));
    }

    @Override
    public List<CpuRegisters> crashRegisters() {
        return RegisterNotes.of(context.image().notes());
    }

    @Override
    public int kernelStackSize() {
        return STACK_SIZE;
    }

    @Override
    public List<CpuStack> stacks(Kernel kernelSession, int cpu) {
        return CpuStacks.of(kernelSession, cpu).stream()
                .map(stack -> new CpuStack(stack.name(), stack.low(), stack.high()))
                .toList();
    }

    @Override
    public List<SavedRegisters> savedRegisters(Kernel kernelSession, long low, long high) {
        return ExceptionFrameSearch.of(kernelSession, low, high);
    }

    @Override
    public Set<Long> references(Memory memory, long start, long end) {
        return CodeReferences.of(memory.bytes(start, Math.toIntExact(end - start)), start);
    }

    @Override
    public Unwinder unwinder(Kernel kernelSession) {
        return new StackUnwinder(kernelSession);
    }
}
