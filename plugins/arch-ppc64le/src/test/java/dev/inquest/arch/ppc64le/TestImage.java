package dev.inquest.arch.ppc64le;

import dev.inquest.api.arch.Architecture;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A dump over {@link SparseMemory}. */
final class TestImage implements DumpImage {
    final SparseMemory memory;
    final List<ElfNote> notes = new ArrayList<>();
    final List<Segment> segments = new ArrayList<>();
    final List<String> remarks = new ArrayList<>();
    final Map<String, Long> links = new HashMap<>();

    ByteOrder order = ByteOrder.LITTLE_ENDIAN;

    @Nullable
    VmcoreInfo info;

    TestImage(SparseMemory memory) {
        this.memory = memory;
    }

    @Override
    public List<String> names() {
        return List.of("test.vmcore");
    }

    @Override
    public DumpFacts facts() {
        return new DumpFacts("test", OptionalInt.empty(), true, false, 0, null, OptionalInt.empty(), List.of());
    }

    @Override
    public Machine machine() {
        return new Machine(Machine.EM_PPC64, order);
    }

    @Override
    public int pageSize() {
        return 4096;
    }

    @Override
    public long endPfn() {
        return 0x40000;
    }

    @Override
    public Page page(long pfn) {
        byte[] page = memory.pages.get(pfn);
        return page == null
                ? new Page.Missing(Fault.Kind.EXCLUDED, "not written by the test")
                : new Page.Data(MemorySegment.ofArray(page), false);
    }

    @Override
    public List<ElfNote> notes() {
        return notes;
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
        return Optional.empty();
    }

    @Override
    public List<Segment> segments() {
        return segments;
    }

    @Override
    public void close() {}

    /** Returns what an architecture is given of the dump. */
    Architecture.Context context() {
        TestImage image = this;
        return new Architecture.Context() {
            @Override
            public DumpImage image() {
                return image;
            }

            @Override
            public Memory physical() {
                return memory;
            }

            @Override
            public @Nullable VmcoreInfo vmcoreInfo() {
                return info;
            }

            @Override
            public OptionalLong linkAddress(String symbol) {
                Long address = links.get(symbol);
                return address == null ? OptionalLong.empty() : OptionalLong.of(address);
            }

            @Override
            public void remark(String sentence) {
                remarks.add(sentence);
            }
        };
    }
}
