package dev.inquest.format.elf;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Finds pages of zeros among those that are to be kept, by several threads. */
final class ZeroFinder {
    private final DumpContents contents;
    private final PageFrames zeros;
    private final Progress progress;
    private final AtomicLong next;
    private final MemorySegment blank;

    private ZeroFinder(DumpContents contents, PageFrames zeros, Progress progress) {
        this.contents = contents;
        this.zeros = zeros;
        this.progress = progress;
        this.next = new AtomicLong(contents.first() / PageFrames.CHUNK);
        this.blank = MemorySegment.ofArray(new byte[contents.source().pageSize()]);
    }

    /**
     * Adds the page frames of zeros to a set.
     *
     * @return false when the user stopped it
     */
    static boolean find(DumpContents contents, PageFrames zeros, Progress progress) throws IOException {
        ZeroFinder finder = new ZeroFinder(contents, zeros, progress);
        try (ExecutorService threads = Executors.newFixedThreadPool(
                Math.max(1, contents.threads()),
                Thread.ofPlatform().daemon().name("zeros-", 0).factory())) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < contents.threads(); i++) {
                running.add(threads.submit(finder::run));
            }
            for (Future<?> future : running) {
                future.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IOException("looking for pages of zeros failed: " + e.getCause(), e);
        }
        return !progress.cancelled();
    }

    /** Takes one chunk of page frames after the other, so that no two threads change the same piece of the set. */
    private void run() {
        long end = Math.min(contents.end(), contents.kept().end());
        while (true) {
            long chunk = next.getAndIncrement();
            long first = Math.max(contents.first(), chunk * PageFrames.CHUNK);
            if (first >= end || progress.cancelled()) {
                return;
            }
            progress.report("looking for pages of zeros", first - contents.first(), end - contents.first());
            chunk(first, Math.min(end, (chunk + 1) * PageFrames.CHUNK));
        }
    }

    private void chunk(long first, long end) {
        PageFrames kept = contents.kept();
        DumpImage source = contents.source();
        for (long pfn = kept.next(first); pfn < end; ) {
            long known = Math.min(source.zerosEnd(pfn), end);
            if (known > pfn) {
                zeros.add(pfn, known);
                pfn = kept.next(known);
                continue;
            }
            long stop = Math.min(end, pfn + 256);
            for (; pfn < stop; pfn = kept.next(pfn + 1)) {
                if (source.page(pfn) instanceof Page.Data page && page.bytes().mismatch(blank) < 0) {
                    zeros.add(pfn);
                }
            }
        }
    }
}
