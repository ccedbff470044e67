package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import java.util.EnumMap;
import java.util.Map;

/**
 * Judges pages by their structures, as makedumpfile does: the first page of a compound page or a free block speaks for all of it. One thread
 * uses it, for pieces of frames in order.
 */
final class PageJudge {
    /** Bit 0 of {@code mapping}: anonymous memory (PAGE_MAPPING_ANON; FOLIO_MAPPING_ANON since v6.16). */
    private static final long ANONYMOUS = 1;
    /** Flags in the lowest byte of a first tail are overlaid by the order of its compound page. */
    private static final long TAIL_FLAGS = ~0xffL;

    private static final int LARGEST_ORDER = 30;

    private final PageLayout layout;
    private final PageLayout.Masks masks;
    private final PageLayout.Types types;
    private final boolean freeKnown;
    private final long tailPoison;
    private final Map<PageKind, FrameRuns> runs = new EnumMap<>(PageKind.class);
    private final FrameRuns free;
    private final FrameRuns cache;
    private final FrameRuns privateCache;
    private final FrameRuns user;
    private final FrameRuns poison;
    private final FrameRuns offline;
    private final FrameRuns unjudged;

    /** Frames before this one belong to a free block, or to a page whose tails need no look. */
    private long done;

    private long uninitialised;
    private long impossible;

    PageJudge(PageLayout layout, boolean freeKnown, Map<PageKind, PageFrames> kinds, PageFrames unjudgedFrames) {
        this.layout = layout;
        this.masks = layout.masks();
        this.types = layout.types();
        this.freeKnown = freeKnown;
        this.tailPoison = masks.poison() & TAIL_FLAGS;
        kinds.forEach((kind, frames) -> runs.put(kind, new FrameRuns(frames)));
        this.free = runs(PageKind.FREE);
        this.cache = runs(PageKind.CACHE);
        this.privateCache = runs(PageKind.PRIVATE_CACHE);
        this.user = runs(PageKind.USER);
        this.poison = runs(PageKind.HWPOISON);
        this.offline = runs(PageKind.OFFLINE);
        this.unjudged = new FrameRuns(unjudgedFrames);
    }

    private FrameRuns runs(PageKind kind) {
        return java.util.Objects.requireNonNull(runs.get(kind));
    }

    /** Begins a piece that ends before a frame. */
    void begin(long pieceEnd) {
        done = 0;
        runs.values().forEach(run -> run.begin(pieceEnd));
        unjudged.begin(pieceEnd);
    }

    /** Ends a piece. */
    void flush() {
        runs.values().forEach(FrameRuns::flush);
        unjudged.flush();
    }

    /** Ends the work, when no other thread works any more. */
    void finish() {
        runs.values().forEach(FrameRuns::finish);
        unjudged.finish();
    }

    /** Returns how many pages were marked as what they cannot be. */
    long impossible() {
        return impossible;
    }

    /** Returns how many structures were never initialised. */
    long uninitialised() {
        return uninitialised;
    }

    /** Notes frames that have no readable structure; those that a block or a page before them covers are judged with it. */
    void missing(long first, long end) {
        long from = Math.max(first, done);
        if (from < end) {
            unjudged.add(from, end);
        }
    }

    /**
     * Judges pages.
     *
     * @param words the structures
     * @param from index of the first page's structure
     * @param to index behind the last one's; those between are readable
     * @param zero the frame of the structure at index 0
     */
    void judge(long[] words, int from, int to, long zero) {
        int size = layout.words();
        PageField flagsField = layout.flags();
        PageField tailField = layout.tail().field();
        long tailMask = layout.tail().mask();
        int i = (int) Math.max(from, Math.min(to, done - zero));
        while (i < to) {
            int at = i * size;
            long pfn = zero + i;
            long flags = flagsField.of(words, at);
            if (flags == -1) {
                // Filled with ones until somebody initialises it (PAGE_POISON_PATTERN).
                uninitialised++;
                unjudged.add(pfn, pfn + 1);
                i++;
            } else if ((tailField.of(words, at) & tailMask) != 0) {
                if ((flags & tailPoison) != 0) {
                    poison.add(pfn, pfn + 1);
                }
                i++;
            } else {
                head(words, at, pfn, flags, i + 1 < to);
                i = (int) Math.max(i + 1, Math.min(to, done - zero));
            }
        }
    }

    /** Judges a page that is no tail. */
    private void head(long[] words, int at, long pfn, long flags, boolean tailReadable) {
        int type = (int) layout.type().of(words, at);
        boolean slab = (flags & masks.slab()) != 0 || types.slab().matches(type);
        if (!slab && freeKnown && (types.buddy().matches(type) || (flags & masks.buddy()) != 0)) {
            free(words, at, pfn);
            if ((flags & masks.poison()) != 0) {
                poison.add(pfn, pfn + 1);
            }
            return;
        }
        if (!slab && freeKnown && types.unaccepted().matches(type)) {
            // On the list of such pages only in blocks of the largest order (dcdfdd40fa82, v6.5).
            done = pfn + (1L << layout.freeOrders() - 1);
            free.add(pfn, done);
            return;
        }
        long pages = 1;
        boolean huge = types.huge().matches(type);
        if ((flags & masks.head()) != 0) {
            PageField order = layout.compound().order();
            if (order == null || !tailReadable) {
                unjudged.add(pfn, pfn + 1);
                return;
            }
            int tail = at + layout.words();
            long power = order.of(words, tail);
            if (power < 0 || power > LARGEST_ORDER || (pfn & (1L << power) - 1) != 0) {
                // With hugetlb_vmemmap_optimize tails share the head's structures and look like heads.
                return;
            }
            pages = 1L << power;
            huge |= huge(words, tail);
        }
        if (huge) {
            done = pfn + pages;
        }
        boolean typed = type <= PageTypeTest.TYPED && !huge;
        boolean anonymous = (layout.mapping().of(words, at) & ANONYMOUS) != 0 && !slab && !typed;
        boolean cached = !slab
                && !typed
                && ((flags & masks.lru()) != 0
                        || masks.swapCache() != 0 && (flags & masks.swapCache()) == masks.swapCache());
        if (cached && !anonymous) {
            (hasPrivateData(words, at, flags) ? privateCache : cache).add(pfn, pfn + pages);
        } else if (anonymous || huge) {
            user.add(pfn, pfn + pages);
        }
        if ((flags & masks.poison()) != 0) {
            poison.add(pfn, pfn + pages);
            done = pfn + pages;
        }
        if (!slab && types.offline().matches(type)) {
            offline.add(pfn, pfn + pages);
        }
    }

    private void free(long[] words, int at, long pfn) {
        long order = layout.privateData().of(words, at);
        if (order < 0 || order >= layout.freeOrders() || (pfn & (1L << order) - 1) != 0) {
            impossible++;
            return;
        }
        done = pfn + (1L << order);
        free.add(pfn, done);
    }

    private boolean huge(long[] words, int tail) {
        PageLayout.Compound compound = layout.compound();
        PageField destructor = compound.destructor();
        return destructor != null && destructor.of(words, tail) == compound.hugeDestructor()
                || (layout.flags().of(words, tail) & compound.hugeFlag()) != 0;
    }

    private boolean hasPrivateData(long[] words, int at, long flags) {
        // A kernel without the flag tells by the data alone.
        return masks.privateData() != 0
                ? (flags & masks.privateData()) != 0
                : layout.privateData().of(words, at) != 0;
    }
}
