package dev.inquest.format.elf;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.PageStorage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.result.Row;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Physical memory as the segments of an ELF dump hold it. Everything is fixed when it is opened; reads only look up. */
final class ElfDumpImage implements DumpImage {
    private final ByteSource source;
    private final DumpFacts facts;
    private final Machine machine;
    private final int pageSize;
    private final MemoryMap map;
    private final List<ElfNote> notes;
    private final @Nullable VmcoreInfo vmcoreInfo;

    ElfDumpImage(
            ByteSource source,
            DumpFacts facts,
            Machine machine,
            int pageSize,
            MemoryMap map,
            List<ElfNote> notes,
            @Nullable VmcoreInfo vmcoreInfo) {
        this.source = source;
        this.facts = facts;
        this.machine = machine;
        this.pageSize = pageSize;
        this.map = map;
        this.notes = notes;
        this.vmcoreInfo = vmcoreInfo;
    }

    @Override
    public List<String> names() {
        return List.of(source.name());
    }

    @Override
    public DumpFacts facts() {
        return facts;
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public int pageSize() {
        return pageSize;
    }

    @Override
    public long endPfn() {
        long end = map.memory().end();
        return end / pageSize + (end % pageSize == 0 ? 0 : 1);
    }

    @Override
    public Page page(long pfn) {
        if (pfn < 0 || pfn >= endPfn()) {
            return new Page.Missing(Fault.Kind.NOT_MAPPED, "beyond the end of the dump's memory");
        }
        long start = pfn * pageSize;
        long end = start + pageSize;
        RangeIndex present = map.present();
        int index = present.firstEndingAfter(start);
        if (index >= present.size() || present.start(index) >= end) {
            return missing(start, end);
        }
        try {
            if (present.start(index) <= start && present.end(index) >= end) {
                return new Page.Data(source.slice(present.fileOffset(index, start), pageSize), false);
            }
            return compose(start, end, index);
        } catch (IndexOutOfBoundsException e) {
            return new Page.Missing(Fault.Kind.LOST, "the file has a hole where the page should be");
        }
    }

    @Override
    public Run run(long pfn) {
        if (pfn < 0 || pfn >= endPfn()) {
            return DumpImage.super.run(pfn);
        }
        long start = pfn * pageSize;
        RangeIndex present = map.present();
        int index = present.firstEndingAfter(start);
        boolean held = index < present.size() && present.start(index) <= start;
        long change = held
                ? present.end(index)
                : Math.min(
                        present.next(start),
                        Math.min(map.claimed().next(start), map.memory().next(start)));
        long end = Math.min(endPfn(), change / pageSize);
        // The frame in which something changes is put together, or not, when it is asked for.
        return end <= pfn + 1
                ? DumpImage.super.run(pfn)
                : new Run(pfn, end, page(pfn) instanceof Page.Missing missing ? missing : null);
    }

    @Override
    public long zerosEnd(long pfn) {
        long start = pfn * pageSize;
        RangeIndex present = map.present();
        int index = pfn < 0 || pfn >= endPfn() ? present.size() : present.firstEndingAfter(start);
        if (index >= present.size() || present.start(index) > start) {
            return pfn;
        }
        long offset = present.fileOffset(index, start);
        long zeros = Math.min(source.zerosEnd(offset) - offset, present.end(index) - start);
        return pfn + zeros / pageSize;
    }

    @Override
    public Optional<PageStorage> storage(long pfn) {
        long start = pfn * pageSize;
        RangeIndex present = map.present();
        int index = pfn < 0 || pfn >= endPfn() ? present.size() : present.firstEndingAfter(start);
        return index < present.size() && present.start(index) <= start
                ? Optional.of(new PageStorage(
                        source.name(),
                        present.fileOffset(index, start),
                        Math.min(pageSize, present.end(index) - start),
                        "none"))
                : Optional.empty();
    }

    @Override
    public List<Row> headers() {
        return List.of(ElfFields.of(source));
    }

    /**
     * Makes a page of the segments that touch it. Where memory ends or begins inside the page, the rest of it has no memory
     * behind it and reads as zeros; where the file lacks memory that the headers tell of, the page is missing.
     */
    private Page compose(long start, long end, int first) {
        RangeIndex present = map.present();
        byte[] bytes = new byte[pageSize];
        MemorySegment page = MemorySegment.ofArray(bytes);
        long at = start;
        for (int i = first; i < present.size() && present.start(i) < end; i++) {
            long from = Math.max(start, present.start(i));
            long to = Math.min(end, present.end(i));
            if (from > at && map.memory().touches(at, from)) {
                return missing(at, from);
            }
            MemorySegment.copy(source.slice(present.fileOffset(i, from), to - from), 0, page, from - start, to - from);
            at = to;
        }
        if (at < end && map.memory().touches(at, end)) {
            return missing(at, end);
        }
        return new Page.Data(page.asReadOnly(), true);
    }

    private Page missing(long start, long end) {
        RangeIndex claimed = map.claimed();
        int index = claimed.firstEndingAfter(start);
        if (index < claimed.size() && claimed.start(index) < end) {
            long needed = claimed.fileOffset(index, Math.max(start, claimed.start(index)));
            return new Page.Missing(
                    Fault.Kind.LOST,
                    "the file is cut short: the page would begin at offset " + needed + ", the file has "
                            + source.size() + " bytes");
        }
        if (map.memory().touches(start, end)) {
            return new Page.Missing(Fault.Kind.EXCLUDED, "page left out when the dump was filtered");
        }
        return new Page.Missing(Fault.Kind.NOT_MAPPED, "no segment of the dump covers the page");
    }

    @Override
    public List<ElfNote> notes() {
        return notes;
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
        return Optional.ofNullable(vmcoreInfo);
    }

    @Override
    public List<Segment> segments() {
        return map.segments();
    }

    @Override
    public void close() {
        source.close();
    }
}
