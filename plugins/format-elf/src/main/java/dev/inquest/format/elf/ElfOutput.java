package dev.inquest.format.elf;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter.Written;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.image.ElfNotes;
import dev.inquest.api.image.Page;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * One ELF dump being written. The file is the ELF header, program headers, the notes, and the pages.
 * The headers are written last, when it is known which pages the source really had; there is room for some more than the plan needs.
 */
final class ElfOutput {
    /** How many pages in a row are left out; fewer are not ({@code PFN_EXCLUDED} of makedumpfile). */
    private static final long SHORTEST_GAP = 256;
    /** Segments more than planned, for pages that turn out to be lost. */
    private static final int SPARE = 1024;

    /**
     * Where pages were left out, pages do not lie at multiples of the page size: makedumpfile (1.7.6, mappage_elf) would map such a file and take
     * {@code p_memsz} for what the file has. Otherwise it reads, and heeds {@code p_filesz}. It never writes such a file itself.
     */
    private static final int OFF_PAGES = 16;

    private static final int BUFFER = 1 << 20;

    private final DumpContents contents;
    private final DumpImage source;
    private final PageFrames zeros;
    private final DumpSink sink;
    private final Progress progress;
    private final int pageSize;
    private final Mappings mappings;
    private final Loads loads;
    private final ByteBuffer buffer;
    private long offset;
    private long pages;
    private long zerosLeftOut;
    private long lost;
    private long lastLost = -2;
    private int lostRuns;

    ElfOutput(DumpContents contents, PageFrames zeros, DumpSink sink, Progress progress) {
        this.contents = contents;
        this.source = contents.source();
        this.zeros = zeros;
        this.sink = sink;
        this.progress = progress;
        this.pageSize = source.pageSize();
        this.mappings = new Mappings(contents.segments());
        this.loads = new Loads(pageSize);
        this.buffer = ByteBuffer.allocateDirect(Math.max(BUFFER, pageSize));
    }

    Written write() throws IOException {
        Loads plan = new Loads(pageSize);
        walk((first, end, virtual, held) -> {
            if (held) {
                plan.data(first, end, virtual, 0);
            } else {
                plan.gap(first, end, virtual, 0);
            }
            return true;
        });
        int most = plan.count() + mappings.others(plan.all()).size() + SPARE;
        byte[] notes = ElfNotes.section(contents.notes(), source.machine().order());
        long notesOffset = ElfHeader.SIZE + (1L + most) * ElfHeader.PROGRAM_HEADER_SIZE + ElfHeader.SECTION_HEADER_SIZE;
        long start = notesOffset + notes.length + pageSize - 1 & -pageSize;
        boolean gaps = plan.all().stream().anyMatch(load -> load.fileSize() < load.memorySize());
        offset = gaps ? start + OFF_PAGES : start;
        boolean whole = walk(this::stretch);
        if (!whole) {
            return written(true);
        }
        flush();
        List<Loads.Load> all = new ArrayList<>(loads.all());
        all.addAll(mappings.others(loads.all()));
        all = all.subList(0, Math.min(all.size(), most));
        sink.write(notesOffset, ByteBuffer.wrap(notes));
        sink.write(0, HeaderTable.write(source.machine(), notesOffset, notes.length, all));
        return written(false);
    }

    private Written written(boolean cancelled) {
        return new Written(pages, zerosLeftOut, lost, offset, cancelled);
    }

    /** Gets neighbouring page frames that are alike; returns whether to go on. */
    private interface Visitor {
        boolean visit(long first, long end, long virtual, boolean held) throws IOException;
    }

    private boolean walk(Visitor visitor) throws IOException {
        PageFrames memory = contents.memory();
        long last = Math.min(contents.end(), memory.end());
        long at = memory.next(contents.first());
        while (at < last) {
            long change = mappings.change(at * pageSize);
            long border = change == Long.MAX_VALUE ? last : Math.max(at + 1, change / pageSize);
            long end = Math.min(Math.min(last, border), memory.nextAbsent(at));
            if (!walk(at, end, visitor)) {
                return false;
            }
            at = memory.next(end);
        }
        return true;
    }

    private boolean walk(long first, long end, Visitor visitor) throws IOException {
        long virtual = mappings.virtual(first * pageSize);
        long at = first;
        while (at < end) {
            boolean held = held(at);
            long next = held ? heldEnd(at, end) : gapEnd(at, end);
            boolean filled = !held && at > first && next < end && next - at < SHORTEST_GAP && sourceHas(at, next);
            long address = virtual == 0 ? 0 : virtual + (at - first) * pageSize;
            if (!visitor.visit(at, next, address, held || filled)) {
                return false;
            }
            at = next;
        }
        return true;
    }

    private boolean held(long pfn) {
        return contents.kept().contains(pfn) && !zeros.contains(pfn);
    }

    private long heldEnd(long pfn, long end) {
        return Math.min(end, Math.min(contents.kept().nextAbsent(pfn), zeros.next(pfn)));
    }

    private long gapEnd(long pfn, long end) {
        long at = pfn;
        while (at < end && !held(at)) {
            long next = contents.kept().contains(at)
                    ? zeros.nextAbsent(at)
                    : contents.kept().next(at);
            at = next > at ? next : end;
        }
        return Math.min(at, end);
    }

    private boolean sourceHas(long first, long end) {
        for (long at = first; at < end; ) {
            DumpImage.Run run = source.run(at);
            if (run.missing() != null) {
                return false;
            }
            at = run.end();
        }
        return true;
    }

    private boolean stretch(long first, long end, long virtual, boolean held) throws IOException {
        if (!held) {
            loads.gap(first, end, virtual, offset);
            zerosLeftOut += count(first, end);
            return true;
        }
        for (long at = first; at < end; ) {
            progress.report("writing pages", at - contents.first(), contents.end() - contents.first());
            if (progress.cancelled()) {
                return false;
            }
            long address = virtual == 0 ? 0 : virtual + (at - first) * pageSize;
            long known = Math.min(source.zerosEnd(at), end);
            if (known > at) {
                flush();
                loads.data(at, known, address, offset);
                sink.writeZeros(offset, (known - at) * pageSize);
                offset += (known - at) * pageSize;
                pages += known - at;
                at = known;
            } else {
                long stop = Math.min(end, at + BUFFER / pageSize + 1);
                for (; at < stop; at++) {
                    page(at, virtual == 0 ? 0 : virtual + (at - first) * pageSize);
                }
            }
        }
        return true;
    }

    private long count(long first, long end) {
        long count = 0;
        for (long at = zeros.next(first); at < end; ) {
            long next = Math.min(end, zeros.nextAbsent(at));
            count += next - at;
            at = zeros.next(next);
        }
        return count;
    }

    private void page(long pfn, long virtual) throws IOException {
        if (buffer.remaining() < pageSize) {
            flush();
        }
        if (source.page(pfn) instanceof Page.Data page) {
            loads.data(pfn, pfn + 1, virtual, offset);
            MemorySegment.copy(page.bytes(), 0, MemorySegment.ofBuffer(buffer), 0, pageSize);
            buffer.position(buffer.position() + pageSize);
            pages++;
            offset += pageSize;
            return;
        }
        lost += contents.kept().contains(pfn) ? 1 : 0;
        if (lostRuns < SPARE / 4 || pfn == lastLost + 1) {
            lostRuns += pfn == lastLost + 1 ? 0 : 1;
            lastLost = pfn;
            loads.gap(pfn, pfn + 1, virtual, offset);
        } else {
            // So many pages are lost, one here and one there, that the headers would not hold them: the rest reads as
            // zeros.
            loads.data(pfn, pfn + 1, virtual, offset);
            buffer.put(new byte[pageSize]);
            offset += pageSize;
        }
    }

    /** Writes what is in the buffer, which lies before {@link #offset}. */
    private void flush() throws IOException {
        buffer.flip();
        if (buffer.hasRemaining()) {
            sink.write(offset - buffer.remaining(), buffer);
        }
        buffer.clear();
    }
}
