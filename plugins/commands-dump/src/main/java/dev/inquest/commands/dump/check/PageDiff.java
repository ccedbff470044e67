package dev.inquest.commands.dump.check;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.progress.Progress;
import dev.inquest.commands.dump.Workers;
import dev.inquest.commands.dump.classify.PageKind;
import dev.inquest.commands.dump.classify.PageKinds;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Compares two dumps page frame by page frame, on several threads. */
final class PageDiff {

    /** How a page frame of the two dumps compares. */
    enum Difference {
        /** Both have it, with the same bytes. */
        NONE("the same"),
        /** The first alone has it. */
        ONLY_A("only in A"),
        /** The second alone has it. */
        ONLY_B("only in B"),
        /** Both have it, with different bytes. */
        CONTENT("differs");

        private final String word;

        Difference(String word) {
            this.word = word;
        }

        /** Returns it in words. */
        String word() {
            return word;
        }
    }

    /** Page frames that differ in the same way. */
    record Run(Difference difference, long first, long end) {}

    private final DumpImage a;
    private final DumpImage b;
    private final int shown;
    private final Progress progress;
    private final long end;
    private final Map<Difference, PageFrames> sets = new EnumMap<>(Difference.class);
    private final AtomicLong same = new AtomicLong();
    private final AtomicLong zerosInA = new AtomicLong();
    private final AtomicLong zerosInB = new AtomicLong();

    PageDiff(DumpImage a, DumpImage b, int shown, Progress progress) {
        this.a = a;
        this.b = b;
        this.shown = shown;
        this.progress = progress;
        this.end = Math.max(a.endPfn(), b.endPfn());
        for (Difference difference : Difference.values()) {
            if (difference != Difference.NONE) {
                sets.put(difference, new PageFrames(end));
            }
        }
    }

    PageDiff run(int threads) {
        AtomicLong next = new AtomicLong();
        AtomicLong passed = new AtomicLong();
        MemorySegment zero = MemorySegment.ofArray(new byte[a.pageSize()]).asReadOnly();
        // Threads keep to pieces of the sets of their own.
        Workers.run(threads, () -> {
            while (!progress.cancelled()) {
                long from = next.getAndAdd(PageFrames.CHUNK);
                if (from >= end) {
                    return;
                }
                compare(from, Math.min(end, from + PageFrames.CHUNK), zero);
                progress.report("comparing", passed.addAndGet(PageFrames.CHUNK), end);
            }
        });
        return this;
    }

    private void compare(long from, long to, MemorySegment zero) {
        for (long pfn = from; pfn < to; ) {
            DumpImage.@Nullable Run inA = pfn < a.endPfn() ? a.run(pfn) : null;
            DumpImage.@Nullable Run inB = pfn < b.endPfn() ? b.run(pfn) : null;
            long until = Math.min(to, Math.min(inA == null ? to : inA.end(), inB == null ? to : inB.end()));
            boolean hasA = inA != null && inA.missing() == null;
            boolean hasB = inB != null && inB.missing() == null;
            if (hasA || hasB) {
                for (; pfn < until; pfn++) {
                    if ((pfn & 0xff) == 0 && progress.cancelled()) {
                        return;
                    }
                    page(pfn, hasA, hasB, zero);
                }
            }
            pfn = until;
        }
    }

    private void page(long pfn, boolean hasA, boolean hasB, MemorySegment zero) {
        MemorySegment one = hasA && a.page(pfn) instanceof Page.Data data ? data.bytes() : null;
        MemorySegment other = hasB && b.page(pfn) instanceof Page.Data data ? data.bytes() : null;
        if (one == null && other == null) {
            return;
        }
        if (one != null && other != null) {
            if (one.mismatch(other) < 0) {
                same.incrementAndGet();
            } else {
                set(Difference.CONTENT).add(pfn);
            }
            return;
        }
        Difference difference = one != null ? Difference.ONLY_A : Difference.ONLY_B;
        set(difference).add(pfn);
        MemorySegment bytes = one != null ? one : java.util.Objects.requireNonNull(other);
        if (bytes.mismatch(zero) < 0) {
            (one != null ? zerosInA : zerosInB).incrementAndGet();
        }
    }

    private PageFrames set(Difference difference) {
        return java.util.Objects.requireNonNull(sets.get(difference));
    }

    /** Returns how many page frames compare so. */
    long count(Difference difference) {
        return difference == Difference.NONE ? same.get() : set(difference).count();
    }

    /** Returns how many of the pages that one alone has are zeros. */
    long zeros(Difference difference) {
        return (difference == Difference.ONLY_A ? zerosInA : zerosInB).get();
    }

    /** Returns how many page frames are not the same. */
    long differing() {
        return sets.values().stream().mapToLong(PageFrames::count).sum();
    }

    /** Returns how many of the page frames that compare so are of each kind. */
    Map<PageKind, Long> byKind(Difference difference, PageKinds kinds) {
        Map<PageKind, Long> counts = new EnumMap<>(PageKind.class);
        PageFrames set = set(difference);
        for (long pfn = set.next(0); pfn < set.end(); pfn = set.next(pfn + 1)) {
            for (PageKind kind : PageKind.values()) {
                if (kinds.frames(kind).contains(pfn)) {
                    counts.merge(kind, 1L, Long::sum);
                    break;
                }
            }
        }
        return counts;
    }

    /** Returns what a page frame holds in words, or null when it is of no kind. */
    static @Nullable String kind(long pfn, PageKinds kinds) {
        for (PageKind kind : PageKind.values()) {
            if (kinds.frames(kind).contains(pfn)) {
                return kind.words();
            }
        }
        return null;
    }

    /** Returns the first runs of page frames that differ in the same way. */
    List<Run> runs() {
        List<Run> runs = new ArrayList<>();
        for (long pfn = 0; pfn < end && runs.size() < shown; ) {
            Difference nearest = null;
            long first = end;
            for (Map.Entry<Difference, PageFrames> entry : sets.entrySet()) {
                long candidate = entry.getValue().next(pfn);
                if (candidate < first) {
                    first = candidate;
                    nearest = entry.getKey();
                }
            }
            if (nearest == null) {
                break;
            }
            pfn = set(nearest).nextAbsent(first);
            runs.add(new Run(nearest, first, pfn));
        }
        return runs;
    }
}
