package dev.inquest.testkit;

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

/** A dump over {@link SparseMemory}, and what an architecture is given of it: VMCOREINFO, notes, link addresses. Not safe for use by many threads. */
public final class SparseImage implements DumpImage {
    private final SparseMemory memory;
    private final Machine machine;
    private final List<ElfNote> notes = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final Map<String, Long> links = new HashMap<>();
    private @Nullable VmcoreInfo info;

    /** Makes a dump of a machine, by its number and byte order in ELF's header. */
    public SparseImage(SparseMemory memory, int machine, ByteOrder order) {
        this.memory = memory;
        this.machine = new Machine(machine, order);
    }

    /** Sets what VMCOREINFO says, by its lines. */
    public void info(String text) {
        info = VmcoreInfo.parse(text);
    }

    /** Sets the address of a symbol as a vmlinux has it. */
    public void link(String symbol, long address) {
        links.put(symbol, address);
    }

    /** Returns what the architecture remarked, in its order. */
    public List<String> remarks() {
        return remarks;
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
        return machine;
    }

    @Override
    public int pageSize() {
        return 4096;
    }

    @Override
    public long endPfn() {
        return 0x60000;
    }

    @Override
    public Page page(long pfn) {
        byte[] page = memory.existing(pfn * pageSize());
        return page == null
                ? new Page.Missing(Fault.Kind.EXCLUDED, "not written by the test")
                : new Page.Data(MemorySegment.ofArray(page), false);
    }

    /** Returns the notes, to which a test may add. */
    @Override
    public List<ElfNote> notes() {
        return notes;
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
        return Optional.empty();
    }

    /** Returns the segments, to which a test may add. */
    @Override
    public List<Segment> segments() {
        return segments;
    }

    @Override
    public void close() {}

    /** Returns what an architecture is given of the dump. */
    public Architecture.Context context() {
        SparseImage image = this;
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
