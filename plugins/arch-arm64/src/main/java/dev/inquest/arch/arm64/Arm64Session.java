package dev.inquest.arch.arm64;

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

/** One dumped arm64 machine. */
final class Arm64Session implements ArchSession {
    /** {@code THREAD_SIZE} without KASAN (arch/arm64/include/asm/memory.h); a page where pages are larger. */
    private static final int STACK_SIZE = 16384;

    private final Architecture architecture;
    private final Architecture.Context context;
    private final KernelMapping mapping;
    private final long endOfMemory;
    private final KernelTranslator kernel;

    Arm64Session(Architecture architecture, Architecture.Context context, KernelMapping mapping) {
        this.architecture = architecture;
        this.context = context;
        this.mapping = mapping;
        this.endOfMemory = Regions.endOfMemory(context.image());
        this.kernel = new KernelTranslator(mapping, endOfMemory, tagged(context));
        if (mapping.linear() == null) {
            context.remark("The linear map of memory was not found; addresses in it are translated by page tables.");
        }
    }

    /** Returns whether the kernel was built with KASAN by tags, which is all that puts tags into its pointers. */
    private static boolean tagged(Architecture.Context context) {
        return context.linkAddress("kasan_init_sw_tags").isPresent()
                || context.linkAddress("kasan_init_hw_tags").isPresent();
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
        return new UserTranslator(
                kernel, pgd, context.physical(), mapping.tables().format());
    }

    @Override
    public OptionalLong directMap(long physical) {
        LinearMap linear = mapping.linear();
        return linear != null && Long.compareUnsigned(physical, endOfMemory) < 0
                ? OptionalLong.of(linear.offset() + physical)
                : OptionalLong.empty();
    }

    @Override
    public List<Region> regions() {
        return Regions.of(context, mapping, endOfMemory);
    }

    /** {@code vmemmap} is moved so that it can be indexed by page frame; its range begins at the first of memory. */
    @Override
    public OptionalLong vmemmap() {
        VmcoreInfo info = mapping.info();
        LinearMap linear = mapping.linear();
        if (info == null || info.symbol("vmemmap").isPresent()) {
            return info == null ? OptionalLong.empty() : info.symbol("vmemmap");
        }
        OptionalLong start = info.number("VMEMMAP_START");
        OptionalLong size = info.sizeOf("page");
        if (linear == null || start.isEmpty() || size.isEmpty()) {
            return OptionalLong.empty();
        }
        // arch/arm64/include/asm/memory.h, virt_to_page: the array begins with the linear map.
        long first =
                linear.start() - linear.offset() >> mapping.tables().format().pageShift();
        return OptionalLong.of(start.getAsLong() - first * size.getAsLong());
    }

    @Override
    public List<CpuRegisters> crashRegisters() {
        return RegisterNotes.of(context.image().notes());
    }

    @Override
    public Optional<PageEntry> pageEntry(long entry) {
        return Optional.of(mapping.tables().entry(entry));
    }

    @Override
    public int kernelStackSize() {
        return Math.max(STACK_SIZE, mapping.tables().pageSize());
    }

    @Override
    public List<CpuStack> stacks(Kernel kernelSession, int cpu) {
        return CpuStacks.of(kernelSession, cpu, kernelSession.stackSize()).stream()
                .map(stack -> new CpuStack(stack.name(), stack.low(), stack.high()))
                .toList();
    }

    @Override
    public List<SavedRegisters> savedRegisters(Kernel kernelSession, long low, long high) {
        return ExceptionFrames.of(kernelSession).search(kernelSession, low, high);
    }

    @Override
    public Set<Long> references(Memory memory, long start, long end) {
        return CodeReferences.of(memory.bytes(start, Math.toIntExact(end - start)), start);
    }

    @Override
    public Unwinder unwinder(Kernel kernelSession) {
        return new StackUnwinder(kernelSession, mapping);
    }
}
