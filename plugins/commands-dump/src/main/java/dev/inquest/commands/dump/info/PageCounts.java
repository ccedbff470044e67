package dev.inquest.commands.dump.info;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.image.PageStorage;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Counts what a dump says it has of each page frame, and how its pages are stored. Pages are not read. */
final class PageCounts {

    /** Pages that are stored one way, and the bytes they take in the file. */
    record Stored(long pages, long bytes) {
        Stored plus(long morePages, long moreBytes) {
            return new Stored(pages + morePages, bytes + moreBytes);
        }
    }

    private final DumpImage image;
    private final Map<String, Stored> stored = new TreeMap<>();
    private String file = "";
    private long behind;
    private long held;
    private long excluded;
    private long lost;
    private long noMemory;

    private PageCounts(DumpImage image) {
        this.image = image;
    }

    /** Counts; what was counted so far when the user asks to stop. */
    static PageCounts of(DumpImage image, Progress progress) {
        PageCounts counts = new PageCounts(image);
        long end = image.endPfn();
        for (long pfn = 0; pfn < end && !progress.cancelled(); ) {
            progress.report("counting pages of " + image.names().getFirst(), pfn, end);
            DumpImage.Run run = image.run(pfn);
            long pages = run.end() - pfn;
            Page.Missing missing = run.missing();
            if (missing == null) {
                counts.present(pfn, run.end(), progress);
            } else if (missing.kind() == Fault.Kind.EXCLUDED) {
                counts.excluded += pages;
            } else if (missing.kind() == Fault.Kind.LOST) {
                counts.lost += pages;
            } else {
                counts.noMemory += pages;
            }
            pfn = run.end();
        }
        return counts;
    }

    private void present(long first, long end, Progress progress) {
        long pages = end - first;
        PageStorage begin = image.storage(first).orElse(null);
        PageStorage last = image.storage(end - 1).orElse(null);
        int size = image.pageSize();
        if (pages > 1
                && begin != null
                && last != null
                && begin.compression().equals("none")
                && last.compression().equals("none")
                && last.offset() - begin.offset() == (pages - 1) * size) {
            // One stretch of the file, as segments of ELF dumps are.
            add("none", pages, pages * size);
            return;
        }
        for (long pfn = first; pfn < end; pfn++) {
            Optional<PageStorage> one = image.storage(pfn);
            if (one.isPresent()) {
                one(one.get());
            } else {
                lost++;
            }
            if ((pfn & 0xffff) == 0 && progress.cancelled()) {
                return;
            }
        }
    }

    /** Counts a page that is stored by itself, or is one of those that share a page of zeros: its offset is not behind all before it. */
    private void one(PageStorage page) {
        if (!page.file().equals(file)) {
            file = page.file();
            behind = 0;
        }
        if (page.compression().equals("none") && page.offset() < behind) {
            add("shared", 1, 0);
            return;
        }
        behind = page.offset() + page.size();
        add(page.compression(), 1, page.size());
    }

    private void add(String compression, long pages, long bytes) {
        held += pages;
        stored.merge(compression, new Stored(pages, bytes), (old, more) -> old.plus(more.pages(), more.bytes()));
    }

    /** Returns how many pages the machine's memory has. */
    long memory() {
        return held + excluded + lost;
    }

    /** Returns how many pages are in the dump. */
    long held() {
        return held;
    }

    /** Returns how many the filter left out. */
    long excluded() {
        return excluded;
    }

    /** Returns how many should be in the dump and are not. */
    long lost() {
        return lost;
    }

    /** Returns how many frames below the end of memory are no memory. */
    long noMemory() {
        return noMemory;
    }

    /** Returns the pages in the dump by the names of compressions. */
    Map<String, Stored> stored() {
        return stored;
    }
}
