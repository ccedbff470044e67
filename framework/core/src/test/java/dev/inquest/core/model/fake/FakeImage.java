package dev.inquest.core.model.fake;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.VmcoreInfo;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A dump of which only facts are asked. */
public final class FakeImage implements DumpImage {
    /** What the header says of the kernel. */
    public DumpFacts.@Nullable Uts uts;

    /** The CPU that the header names. */
    public OptionalInt panicCpu = OptionalInt.empty();

    @Override
    public List<String> names() {
        return List.of("fake");
    }

    @Override
    public DumpFacts facts() {
        return new DumpFacts("fake", OptionalInt.empty(), true, false, 0, uts, panicCpu, List.of());
    }

    @Override
    public Machine machine() {
        return new Machine(Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int pageSize() {
        return 4096;
    }

    @Override
    public long endPfn() {
        return 0;
    }

    @Override
    public Page page(long pfn) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ElfNote> notes() {
        return List.of();
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
        return Optional.empty();
    }

    @Override
    public List<Segment> segments() {
        return List.of();
    }

    @Override
    public void close() {}
}
