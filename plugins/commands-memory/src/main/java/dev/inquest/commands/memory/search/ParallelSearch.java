package dev.inquest.commands.memory.search;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.progress.Waiting;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Searches a space with all processors. Pieces are handed out in the order of addresses; so when it is stopped, all before a certain
 * address was searched, but for the few pieces under way.
 */
final class ParallelSearch {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final long PIECE = 4L << 20;

    private final DumpImage image;
    private final Space space;
    private final Needles needles;
    private final Counts counts;
    private final Progress progress;
    private final long most;
    private final TreeMap<Long, List<Hit>> found = new TreeMap<>();
    private final AtomicLong hits = new AtomicLong();
    private @Nullable Extent rest;
    private long pieces;
    private long handedOut;
    private boolean stopped;
    private @Nullable Throwable failure;

    /**
     * Prepares a search.
     *
     * @param most how many finds are wanted at most
     */
    ParallelSearch(DumpImage image, Space space, Needles needles, Counts counts, Progress progress, long most) {
        this.image = image;
        this.space = space;
        this.needles = needles;
        this.counts = counts;
        this.progress = progress;
        this.most = most;
    }

    private record Piece(long number, List<Extent> extents) {}

    /** Searches, and returns the finds in the order of addresses. */
    List<Hit> run(int threads) {
        List<Thread> workers = new ArrayList<>();
        for (int i = 1; i < threads; i++) {
            workers.add(Thread.ofPlatform().daemon().name("search-" + i).start(this::work));
        }
        work();
        for (Thread worker : workers) {
            Waiting.forEnd(worker, this::stop);
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
        List<Hit> all = new ArrayList<>();
        found.values().forEach(all::addAll);
        return all;
    }

    /** Returns whether the user stopped it, or there were enough finds, before all was searched. */
    boolean stopped() {
        return stopped;
    }

    private synchronized void stop() {
        stopped = true;
    }

    private void work() {
        try {
            long[] words = new long[image.pageSize() / 8];
            for (Piece piece = piece(); piece != null; piece = piece()) {
                List<Hit> hits = new ArrayList<>();
                for (Extent extent : piece.extents()) {
                    search(extent, words, hits);
                }
                put(piece.number(), hits);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private synchronized void fail(Throwable e) {
        failure = e;
        stopped = true;
    }

    private synchronized void put(long number, List<Hit> some) {
        if (!some.isEmpty()) {
            found.put(number, some);
        }
    }

    /** Takes the next piece, several short extents or a part of a long one; null when there is no more. */
    private synchronized @Nullable Piece piece() {
        if (stopped) {
            return null;
        }
        if (progress.cancelled() || hits.get() > most) {
            stopped = hasMore();
            return null;
        }
        progress.report("searching (MB)", handedOut >> 20, 0);
        List<Extent> extents = new ArrayList<>();
        long length = 0;
        while (length < PIECE && hasMore()) {
            Extent extent = java.util.Objects.requireNonNull(rest);
            long part = Math.min(extent.length(), PIECE - length);
            extents.add(new Extent(extent.address(), extent.physical(), part));
            rest = part == extent.length()
                    ? null
                    : new Extent(extent.address() + part, extent.physical() + part, extent.length() - part);
            length += part;
        }
        handedOut += length;
        return extents.isEmpty() ? null : new Piece(pieces++, extents);
    }

    private boolean hasMore() {
        Iterator<Extent> extents = space.extents();
        if (rest == null && extents.hasNext()) {
            rest = extents.next();
        }
        return rest != null;
    }

    private void search(Extent extent, long[] words, List<Hit> out) {
        int size = image.pageSize();
        long done = 0;
        long searched = 0;
        while (done < extent.length()) {
            long physical = extent.physical() + done;
            int from = (int) (physical & size - 1);
            int to = (int) Math.min(size, from + extent.length() - done);
            Page page = image.page(Long.divideUnsigned(physical, size));
            if (page instanceof Page.Data data) {
                searched++;
                // Arrays are searched faster than segments of a file, by more than the copy costs.
                MemorySegment.copy(data.bytes(), WORD, 0, words, 0, words.length);
                search(words, extent.address() + done - from, from, to, out);
            } else if (page instanceof Page.Missing missing) {
                (switch (missing.kind()) {
                            case EXCLUDED -> counts.excluded;
                            case LOST -> counts.lost;
                            case NOT_MAPPED, OPTIMISED_OUT -> counts.devices;
                        })
                        .incrementAndGet();
            }
            done += to - from;
        }
        counts.pages.addAndGet(searched);
    }

    private void search(long[] words, long base, int from, int to, List<Hit> out) {
        int before = out.size();
        needles.search(words, from, to, (offset, which, value) -> out.add(new Hit(base + offset, which, value)));
        int size = words.length * 8;
        for (int offset = Math.max(from, size - needles.reach()); offset < to; offset++) {
            int which = needles.across(words, offset, space.memory(), base + offset);
            if (which >= 0) {
                out.add(new Hit(base + offset, which, 0));
            }
        }
        if (out.size() > before) {
            hits.addAndGet(out.size() - before);
        }
    }
}
