package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which page frames of a dump hold what, judged by the kernel's own {@code struct page} of each. What cannot be judged is kept: a frame
 * whose {@code struct page} is not readable is of no kind and is counted, and a kind that this kernel's types do not let one recognise
 * is told in {@link #unknown()}.
 *
 * <p>Sets are of frames of the dump ({@link dev.inquest.api.image.DumpImage#pageSize()}), counts of the kernel's pages ({@link #pageSize()}). The
 * two need not be of one size: QEMU writes dumps of arm64 in frames of 64 KiB. A larger frame is of a kind, or left out, only when all of its
 * pages are.
 */
public final class PageKinds {
    /** The highest dump level: all bits. */
    public static final int MAXIMUM_LEVEL = 31;

    private final FrameUnits units;
    private final PageFrames memory;
    /** In the kernel's pages. */
    private final EnumMap<PageKind, PageFrames> kinds;

    /** In frames of the dump. */
    private final EnumMap<PageKind, PageFrames> frames = new EnumMap<>(PageKind.class);

    private final Map<PageKind, String> unknown;
    private final List<Diagnostic> remarks;
    private final PageFrames unjudged;
    private final boolean cancelled;

    PageKinds(
            FrameUnits units,
            PageFrames memory,
            EnumMap<PageKind, PageFrames> kinds,
            Map<PageKind, String> unknown,
            List<Diagnostic> remarks,
            PageFrames unjudged,
            boolean cancelled) {
        this.units = units;
        this.memory = memory;
        this.kinds = kinds;
        kinds.forEach((kind, pages) -> frames.put(kind, units.toDump(pages, memory.end())));
        this.unknown = unknown;
        this.remarks = remarks;
        this.unjudged = unjudged;
        this.cancelled = cancelled;
    }

    /**
     * Judges all page frames. Memory is a bit for each frame and kind, and small pieces of the array for each thread.
     *
     * @param kernel the kernel
     * @param threads how many threads work, at least 1
     * @param progress told of frames done; when it is cancelled the result says so
     */
    public static PageKinds read(Kernel kernel, int threads, Progress progress) {
        return PageKindsReader.read(kernel, threads, progress);
    }

    /** Returns the frames that are memory of the machine: all that the dump describes, whether it has their bytes or not. */
    public PageFrames memory() {
        return memory;
    }

    /** Returns the size in bytes of the kernel's pages. */
    public int pageSize() {
        return units.kernel();
    }

    /** Returns the frames of a kind; a frame may be of several. Not to be changed. */
    public PageFrames frames(PageKind kind) {
        return java.util.Objects.requireNonNull(frames.get(kind));
    }

    private PageFrames pages(PageKind kind) {
        return java.util.Objects.requireNonNull(kinds.get(kind));
    }

    /** Returns how many of the kernel's pages are of a kind and of none that {@link PageKind} names before it. */
    public long count(PageKind kind) {
        PageFrames pages = pages(kind).copy();
        for (PageKind before : PageKind.values()) {
            if (before == kind) {
                break;
            }
            pages.removeAll(pages(before));
        }
        return pages.count();
    }

    /**
     * Returns the frames that a dump of a level is without, all of them of {@link #memory()}: 1 pages of zeros, which the writer finds when
     * it reads them and which are not among these; 2 cache without private data; 4 all cache; 8 user; 16 free. Pages with memory errors, offline
     * pages and memory behind the kernel's are left out at every level, as makedumpfile does. What is {@link #unknown()} is not left out.
     *
     * @param level 0 to {@link #MAXIMUM_LEVEL}
     * @return a new set
     */
    public PageFrames excluded(int level) {
        if (level < 0 || level > MAXIMUM_LEVEL) {
            throw new IllegalArgumentException("dump level " + level);
        }
        PageFrames excluded = new PageFrames(unjudged.end());
        for (PageKind kind : PageKind.values()) {
            if (kind.excludedAt(level)) {
                excluded.addAll(pages(kind));
            }
        }
        return units.toDump(excluded, memory.end());
    }

    /** Returns the kinds that cannot be recognised in this kernel, each with the reason in words; their sets are empty. */
    public Map<PageKind, String> unknown() {
        return unknown;
    }

    /** Returns why a level cannot be had as asked: the kinds that it has a bit for and that are {@link #unknown()}. Empty when it can. */
    public List<String> refusals(int level) {
        // Kinds that miss the same are named together.
        Map<String, String> kinds = new LinkedHashMap<>();
        unknown.forEach((kind, reason) -> {
            if (kind.askedBy(level)) {
                kinds.merge(reason, kind.words(), (one, other) -> one + ", " + other);
            }
        });
        return kinds.entrySet().stream()
                .map(entry -> entry.getValue() + " cannot be told: " + entry.getKey())
                .toList();
    }

    /** Returns how many of the kernel's pages could not be judged, because their {@code struct page} is not in the dump. */
    public long unjudged() {
        return unjudged.count();
    }

    /** Returns what users should know: what could not be judged, and why. */
    public List<Diagnostic> remarks() {
        return remarks;
    }

    /** Returns whether the user stopped it; the sets are then incomplete. */
    public boolean cancelled() {
        return cancelled;
    }
}
