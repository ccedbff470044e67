package dev.inquest.format.kdump;

import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.StoredPages;
import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.ElfNote;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.PageStorage;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.result.Row;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Physical memory as one compressed kdump, or the parts of a split one, hold it. */
final class KdumpImage implements DumpImage, StoredPages {
    /** How many page frames one look at the bitmaps goes over: 128 KiB of them. */
    private static final long LONGEST_RUN = 1L << 20;

    private static final Page.Missing NO_MEMORY =
            new Page.Missing(Fault.Kind.NOT_MAPPED, "the machine had no memory there");

    private final List<Part> parts;
    private final Part first;
    private final Sections sections;
    private final Machine machine;
    private final long endPfn;
    private final Page.Missing excluded;
    private volatile @Nullable DumpFacts facts;

    /** Makes an image of parts in the order of their page frames. */
    KdumpImage(List<Part> parts, Sections sections) {
        this.parts = parts;
        this.first = parts.getFirst();
        this.sections = sections;
        KdumpHeader header = first.header();
        this.machine = new Machine(MachineFinder.find(header, sections), header.order());
        this.endPfn = header.maxMapnr();
        this.excluded = new Page.Missing(Fault.Kind.EXCLUDED, DumpLevel.reason(header.dumpLevel()));
    }

    @Override
    public List<String> names() {
        return parts.stream().map(part -> part.source().name()).toList();
    }

    @Override
    public DumpFacts facts() {
        DumpFacts known = facts;
        if (known == null) {
            known = FactsFinder.find(parts, sections);
            facts = known;
        }
        return known;
    }

    @Override
    public Machine machine() {
        return machine;
    }

    @Override
    public int pageSize() {
        return first.header().blockSize();
    }

    @Override
    public long endPfn() {
        return endPfn;
    }

    @Override
    public Page page(long pfn) {
        if (pfn < 0 || pfn >= endPfn) {
            return new Page.Missing(Fault.Kind.NOT_MAPPED, "beyond the end of the machine's memory");
        }
        Part part = partOf(pfn);
        Part described = part == null ? first : part;
        try {
            if (!described.dumped().get(pfn)) {
                return described.present().get(pfn) ? excluded : NO_MEMORY;
            }
            return part == null ? ofMissingPart(pfn) : part.page(pfn);
        } catch (IndexOutOfBoundsException e) {
            return new Page.Missing(Fault.Kind.LOST, "the file has a hole in its bitmaps");
        }
    }

    @Override
    public Run run(long pfn) {
        Part part = partOf(pfn);
        if (pfn < 0 || pfn >= endPfn || part == null) {
            return DumpImage.super.run(pfn);
        }
        try {
            long limit = Math.min(Math.min(endPfn, part.header().endPfn()), pfn + LONGEST_RUN);
            long end = part.dumped().runEnd(pfn, limit);
            if (part.dumped().get(pfn)) {
                return new Run(pfn, end, null);
            }
            end = part.present().runEnd(pfn, end);
            return new Run(pfn, end, part.present().get(pfn) ? excluded : NO_MEMORY);
        } catch (IndexOutOfBoundsException e) {
            return DumpImage.super.run(pfn);
        }
    }

    @Override
    public PageCompression compression() {
        Compression compression = Compression.of(first.header().status());
        return compression == null ? PageCompression.NONE : compression.name;
    }

    @Override
    public @Nullable Stored stored(long pfn) {
        Part part = partOf(pfn);
        try {
            return part == null || !part.dumped().get(pfn) ? null : part.stored(pfn);
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
    }

    @Override
    public Optional<PageStorage> storage(long pfn) {
        Part part = pfn < 0 || pfn >= endPfn ? null : partOf(pfn);
        try {
            return part == null || !part.dumped().get(pfn) ? Optional.empty() : part.storage(pfn);
        } catch (IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Row> headers() {
        return parts.stream()
                .map(part -> HeaderFields.of(part.source(), part.header()))
                .toList();
    }

    private @Nullable Part partOf(long pfn) {
        for (Part part : parts) {
            if (part.covers(pfn)) {
                return part;
            }
        }
        return null;
    }

    private Page ofMissingPart(long pfn) {
        long from = 0;
        long to = endPfn;
        for (Part part : parts) {
            if (part.header().endPfn() <= pfn) {
                from = Math.max(from, part.header().endPfn());
            } else if (part.header().startPfn() > pfn) {
                to = Math.min(to, part.header().startPfn());
            }
        }
        return new Page.Missing(
                Fault.Kind.LOST,
                "the part of the split dump with page frames 0x" + Long.toHexString(from) + " to 0x"
                        + Long.toHexString(to - 1) + " was not given");
    }

    @Override
    public List<ElfNote> notes() {
        return sections.notes();
    }

    @Override
    public Optional<VmcoreInfo> vmcoreInfo() {
        return Optional.ofNullable(sections.vmcoreInfo());
    }

    @Override
    public List<Segment> segments() {
        return List.of();
    }

    @Override
    public void close() {
        for (Part part : parts) {
            part.close();
        }
    }
}
