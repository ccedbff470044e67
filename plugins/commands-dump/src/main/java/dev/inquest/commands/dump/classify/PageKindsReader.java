package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.commands.dump.Workers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the kinds of all page frames with several threads, each pieces of {@link PageFrames#CHUNK} frames. */
final class PageKindsReader {
    /** How many structures are read at a time: with what is made of them they stay in a processor's own cache. */
    private static final int BLOCK = 2048;

    private final Kernel kernel;
    private final Progress progress;
    private final FrameUnits units;
    private final PageFrames frames;
    private final PageFrames memory;
    private final PageFrames unjudged;
    private final EnumMap<PageKind, PageFrames> kinds = new EnumMap<>(PageKind.class);
    private final Map<PageKind, String> unknown = new EnumMap<>(PageKind.class);
    private final List<Diagnostic> remarks = new ArrayList<>();
    private final AtomicLong nextPiece = new AtomicLong();

    private PageKindsReader(Kernel kernel, Progress progress) {
        this.kernel = kernel;
        this.progress = progress;
        this.units = new FrameUnits(kernel.pageSize(), kernel.image().pageSize());
        this.frames = FrameUnits.memory(kernel.image());
        this.memory = units.toKernel(frames);
        this.unjudged = new PageFrames(memory.end());
        for (PageKind kind : PageKind.values()) {
            kinds.put(kind, new PageFrames(memory.end()));
        }
    }

    static PageKinds read(Kernel kernel, int threads, Progress progress) {
        PageKindsReader reader = new PageKindsReader(kernel, progress);
        try {
            reader.judge(threads);
        } catch (MissingTypeException | FaultException e) {
            String reason = String.valueOf(e.getMessage());
            for (PageKind kind : PageKind.values()) {
                reader.unknown.put(kind, reason);
            }
            reader.unjudged.addAll(reader.memory);
            reader.remark("page frames cannot be told apart: " + reason);
        }
        return reader.result();
    }

    private PageKinds result() {
        kinds.values().forEach(frames -> FrameUnits.retainAll(frames, memory));
        FrameUnits.retainAll(unjudged, memory);
        return new PageKinds(
                units,
                frames,
                kinds,
                Collections.unmodifiableMap(unknown),
                List.copyOf(remarks),
                unjudged,
                progress.cancelled());
    }

    private void remark(String text) {
        remarks.add(new Diagnostic(Diagnostic.Severity.WARNING, text));
    }

    private void judge(int threads) {
        PageLayout layout = PageLayoutReader.read(kernel, unknown);
        PageArray array = MemoryModel.read(kernel, memory.end(), 8 * layout.words());
        List<PageJudge> judges = Collections.synchronizedList(new ArrayList<>());
        Workers.run(threads, () -> {
            PageJudge judge = new PageJudge(layout, !unknown.containsKey(PageKind.FREE), kinds, unjudged);
            judges.add(judge);
            work(layout, array, judge);
        });
        judges.forEach(PageJudge::finish);
        behind(array);
        remarks(array, judges);
    }

    private void work(PageLayout layout, PageArray array, PageJudge judge) {
        StructPages pages = new StructPages(kernel, layout.words(), BLOCK);
        while (!progress.cancelled()) {
            long first = nextPiece.getAndIncrement() * PageFrames.CHUNK;
            if (first >= memory.end()) {
                return;
            }
            long end = Math.min(memory.end(), first + PageFrames.CHUNK);
            progress.report("judging page frames", first, memory.end());
            if (memory.next(first) < end) {
                judge.begin(end);
                piece(array, pages, judge, first, end);
                judge.flush();
            }
        }
    }

    private static void piece(PageArray array, StructPages pages, PageJudge judge, long first, long end) {
        long at = first;
        for (PageArray.Run run : array.overlapping(first, end)) {
            long from = Math.max(first, run.first());
            long to = Math.min(end, run.end());
            judge.missing(at, from);
            for (long block = from; block < to; block += BLOCK) {
                int count = (int) Math.min(BLOCK, to - block);
                pages.read(run.base() + block * 8 * pages.size(), count);
                block(pages, judge, block, count);
            }
            at = to;
        }
        judge.missing(at, end);
    }

    private static void block(StructPages pages, PageJudge judge, long first, int count) {
        int at = 0;
        for (StructPages.Gap gap : pages.gaps()) {
            judge.judge(pages.words(), at, gap.from(), first);
            judge.missing(first + gap.from(), first + gap.to());
            at = gap.to();
        }
        judge.judge(pages.words(), at, count, first);
    }

    /**
     * Tells the memory behind the last section apart, when all sections could be read. There the kernel has no structures, while holes between
     * sections, as firmware leaves them, may have data.
     */
    private void behind(PageArray array) {
        if (array.problem().isEmpty() && array.end() < memory.end()) {
            PageFrames behind = java.util.Objects.requireNonNull(kinds.get(PageKind.BEHIND));
            for (long at = memory.next(array.end()); at < memory.end(); ) {
                long end = memory.nextAbsent(at);
                behind.add(at, end);
                at = memory.next(end);
            }
            unjudged.remove(array.end(), memory.end());
        }
    }

    private void remarks(PageArray array, List<PageJudge> judges) {
        FrameUnits.retainAll(unjudged, memory);
        long pages = unjudged.count();
        if (pages > 0) {
            remark(pages + " of " + memory.count()
                    + " pages are kept because nothing is known of them: the dump has no struct page for them");
        }
        if (!array.problem().isEmpty()) {
            remark(array.problem());
        }
        if (array.offline() > 0) {
            remark(array.offline() + " page frames are in sections of memory that are not online, and are kept");
        }
        long impossible = judges.stream().mapToLong(PageJudge::impossible).sum();
        if (impossible > 0) {
            remark(impossible + " free blocks of an impossible order are kept");
        }
        long uninitialised = judges.stream().mapToLong(PageJudge::uninitialised).sum();
        if (uninitialised > 0) {
            remark(uninitialised + " struct pages were never initialised; what they stand for is kept");
        }
    }
}
