package dev.inquest.commands.dump.check;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.PageStorage;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.commands.dump.Workers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads every page of a dump on several threads. */
final class PageCheck {
    private static final int CHUNK = 1 << 13;

    /**
     * Pages that cannot be read for one reason.
     *
     * @param pfn the first
     * @param end the first page frame behind them
     * @param storage where the dump says that the first one is; null when it does not
     * @param reason why they cannot be read
     */
    record Damage(long pfn, long end, @Nullable PageStorage storage, String reason) {}

    /**
     * What was found.
     *
     * @param read how many pages could be read
     * @param damaged how many could not
     * @param first the first of these
     */
    record Found(long read, long damaged, List<Damage> first) {}

    private final DumpImage image;
    private final int shown;
    private final Progress progress;
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong damaged = new AtomicLong();
    private final AtomicLong passed = new AtomicLong();
    private final TreeSet<Damage> first = new TreeSet<>(Comparator.comparingLong(Damage::pfn));

    /**
     * Makes a check.
     *
     * @param image the dump
     * @param shown how many damaged places to keep
     */
    PageCheck(DumpImage image, int shown, Progress progress) {
        this.image = image;
        this.shown = shown;
        this.progress = progress;
    }

    Found run(int threads) {
        long end = image.endPfn();
        AtomicLong next = new AtomicLong();
        Workers.run(threads, () -> {
            while (!progress.cancelled()) {
                long from = next.getAndAdd(CHUNK);
                if (from >= end) {
                    return;
                }
                chunk(from, Math.min(end, from + CHUNK));
                progress.report("reading pages of " + image.names().getFirst(), passed.addAndGet(CHUNK), end);
            }
        });
        return new Found(read.get(), damaged.get(), new ArrayList<>(first));
    }

    private void chunk(long from, long to) {
        for (long pfn = from; pfn < to && !progress.cancelled(); ) {
            DumpImage.Run run = image.run(pfn);
            long end = Math.min(to, run.end());
            Page.Missing missing = run.missing();
            if (missing == null) {
                pages(pfn, end);
            } else if (missing.kind() == Fault.Kind.LOST) {
                damage(new Damage(pfn, end, null, missing.detail()));
            }
            pfn = end;
        }
    }

    private void pages(long from, long to) {
        long good = 0;
        for (long pfn = from; pfn < to; pfn++) {
            long zeros = Math.min(to, image.zerosEnd(pfn));
            if (zeros > pfn) {
                // A hole of a sparse file: nothing is there that could be damaged.
                good += zeros - pfn;
                pfn = zeros - 1;
                continue;
            }
            Page page = image.page(pfn);
            if (page instanceof Page.Data data && touched(data)) {
                good++;
            } else if (page instanceof Page.Missing missing) {
                damage(new Damage(pfn, pfn + 1, image.storage(pfn).orElse(null), missing.detail()));
            }
        }
        read.addAndGet(good);
    }

    /** Reads of a page that the file has as it is, too: a disk that cannot read it ends the mapping's access with an error. */
    private static boolean touched(Page.Data data) {
        int sum = 0;
        for (long at = 0; at < data.bytes().byteSize(); at += 4096) {
            sum += data.bytes().get(java.lang.foreign.ValueLayout.JAVA_BYTE, at);
        }
        return sum != Integer.MIN_VALUE;
    }

    private synchronized void damage(Damage damage) {
        damaged.addAndGet(damage.end() - damage.pfn());
        Damage before = first.floor(damage);
        if (before != null && before.end() == damage.pfn() && same(before, damage)) {
            first.remove(before);
            first.add(new Damage(before.pfn(), damage.end(), before.storage(), before.reason()));
            return;
        }
        first.add(damage);
        if (first.size() > shown) {
            first.pollLast();
        }
    }

    /** Whether two neighbours are one place of damage: a stretch that is not there, as a whole. */
    private static boolean same(Damage one, Damage other) {
        return one.storage() == null && other.storage() == null && one.reason().equals(other.reason());
    }
}
