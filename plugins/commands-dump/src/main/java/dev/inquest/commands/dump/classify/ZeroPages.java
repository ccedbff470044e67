package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.progress.Progress;
import dev.inquest.commands.dump.Workers;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicLong;

/** Reads pages to find those of zeros. */
final class ZeroPages {
    /** How many frames a thread takes at a time. */
    private static final int PIECE = 4096;

    private final DumpImage image;
    private final PageFrames frames;
    private final Progress progress;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong zeros = new AtomicLong();
    private final AtomicLong missing = new AtomicLong();

    private ZeroPages(DumpImage image, PageFrames frames, Progress progress) {
        this.image = image;
        this.frames = frames;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param zeros how many frames are of zeros
     * @param missing how many the dump does not have
     */
    record Found(long zeros, long missing) {}

    static Found count(DumpImage image, PageFrames frames, int threads, Progress progress) {
        ZeroPages pages = new ZeroPages(image, frames, progress);
        Workers.run(threads, pages::work);
        return new Found(pages.zeros.get(), pages.missing.get());
    }

    private void work() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment nothing = arena.allocate(image.pageSize());
            while (!progress.cancelled()) {
                long first = next.getAndAdd(PIECE);
                if (first >= frames.end()) {
                    return;
                }
                progress.report("looking for pages of zeros", first, frames.end());
                long end = Math.min(first + PIECE, frames.end());
                for (long pfn = frames.next(first); pfn < end; pfn = frames.next(pfn + 1)) {
                    if (!(image.page(pfn) instanceof Page.Data data)) {
                        missing.incrementAndGet();
                    } else if (data.bytes().mismatch(nothing) == -1) {
                        zeros.incrementAndGet();
                    }
                }
            }
        }
    }
}
