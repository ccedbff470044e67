package dev.inquest.core.fake;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.Fault;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A dump over byte arrays. */
public final class FakeImage implements DumpImage {
    private final ByteOrder order;
    private int machine;
    private final int pageSize;
    private final Map<Long, byte[]> pages = new HashMap<>();
    private final Map<Long, Page.Missing> missing = new HashMap<>();
    private @Nullable String info;
    private DumpFacts.@Nullable Uts uts;
    private List<ByteSource> sources = List.of();

    /** How many pages were asked for. */
    public final AtomicInteger reads = new AtomicInteger();

    public FakeImage(ByteOrder order, int machine, int pageSize) {
        this.order = order;
        this.machine = machine;
        this.pageSize = pageSize;
    }

    public static FakeImage little() {
        return new FakeImage(ByteOrder.LITTLE_ENDIAN, Machine.EM_X86_64, 4096);
    }

    /** Puts bytes at a physical address; pages come into being as needed. */
    public FakeImage put(long address, byte... bytes) {
        for (int i = 0; i < bytes.length; i++) {
            long at = address + i;
            pages.computeIfAbsent(at / pageSize, k -> new byte[pageSize])[(int) (at % pageSize)] = bytes[i];
        }
        return this;
    }

    public FakeImage putLong(long address, long value) {
        return put(address, ByteBuffer.allocate(8).order(order).putLong(value).array());
    }

    public FakeImage putInt(long address, int value) {
        return put(address, ByteBuffer.allocate(4).order(order).putInt(value).array());
    }

    public FakeImage missing(long pfn, Fault.Kind kind, String detail) {
        missing.put(pfn, new Page.Missing(kind, detail));
        return this;
    }

    /** Claims to be of a machine, by its number in ELF. */
    public void machine(int claimed) {
        machine = claimed;
    }

    /** Takes over files, which it closes when it is closed. */
    public FakeImage of(List<ByteSource> files) {
        sources = List.copyOf(files);
        return this;
    }

    public FakeImage info(@Nullable String text) {
        info = text;
        return this;
    }

    public FakeImage release(String release) {
        uts = new DumpFacts.Uts("Linux", "node", release, "#1", "x86_64", "(none)");
        return this;
    }

    @Override
    public List<String> names() {
        return List.of("fake");
    }

    @Override
    public DumpFacts facts() {
        return new DumpFacts(
                "fake",
                OptionalInt.empty(),
                true,
                false,
                0,
                uts,
                OptionalInt.empty(),
                List.of("a remark of the headers"));
    }

    @Override
    public Machine machine() {
        return new Machine(machine, order);
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public long endPfn() {
        return 1 << 20;
    }

    @Override
    public Page page(long pfn) {
        reads.incrementAndGet();
        byte[] bytes = pages.get(pfn);
        Page.Missing why = missing.get(pfn);
        if (why != null) {
            return why;
        }
        return bytes == null
                ? new Page.Missing(Fault.Kind.NOT_MAPPED, "no such memory")
                : new Page.Data(MemorySegment.ofArray(bytes).asReadOnly(), true);
    }

    @Override
    public List<ElfNote> notes() {
        return List.of();
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
        return Optional.ofNullable(info).map(VmcoreInfo::parse);
    }

    @Override
    public List<Segment> segments() {
        return List.of();
    }

    @Override
    public void close() {
        sources.forEach(ByteSource::close);
    }
}
