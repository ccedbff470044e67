package dev.inquest.commands.memory.search;

import dev.inquest.api.arch.AddressTranslator;
import dev.inquest.api.arch.MappedRanges;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.memory.Fault;
import java.util.Iterator;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Extents of physical memory that the dump has, and of address spaces that page tables map. */
final class PageExtents {
    /** How many times over the machine's memory may be mapped in one space before its tables count as damaged. */
    private static final long PLAUSIBLE = 64;

    private PageExtents() {}

    /** Asks for the next extent until there is none. */
    private abstract static class Source implements Iterator<Extent> {
        private @Nullable Extent ahead;
        private boolean ended;

        abstract @Nullable Extent find();

        @Override
        public final boolean hasNext() {
            if (ahead == null && !ended) {
                ahead = find();
                ended = ahead == null;
            }
            return ahead != null;
        }

        @Override
        public final Extent next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException();
            }
            Extent next = java.util.Objects.requireNonNull(ahead);
            ahead = null;
            return next;
        }
    }

    /**
     * Returns the memory that the dump has from one physical address to before another.
     *
     * @param shown turns a physical address into the one that results show
     */
    static Iterator<Extent> physical(DumpImage image, long start, long end, LongUnaryOperator shown, Counts counts) {
        long size = image.pageSize();
        long last = Math.min(image.endPfn(), end / size + (end % size == 0 ? 0 : 1));
        return new Source() {
            private long pfn = start / size;

            @Override
            @Nullable
            Extent find() {
                while (pfn < last) {
                    DumpImage.Run run = image.run(pfn);
                    long until = Math.min(run.end(), last);
                    long from = Math.max(start, pfn * size);
                    long first = pfn;
                    pfn = until;
                    if (run.missing() == null) {
                        return new Extent(shown.applyAsLong(from), from, Math.min(end, until * size) - from);
                    }
                    if (run.missing().kind() != Fault.Kind.NOT_MAPPED) {
                        (run.missing().kind() == Fault.Kind.LOST ? counts.lost : counts.excluded)
                                .addAndGet(until - first);
                    }
                }
                return null;
            }
        };
    }

    /** Returns what is mapped from one virtual address to before another, which is 0 for the end of the address space. */
    static Iterator<Extent> mapped(DumpImage image, AddressTranslator translator, long start, long end, Counts counts) {
        long most = Math.max(1L << 30, image.endPfn() * image.pageSize() * PLAUSIBLE);
        MappedRanges ranges = new MappedRanges(translator, start, end, image.pageSize(), most);
        return new Source() {
            @Override
            @Nullable
            Extent find() {
                MappedRanges.Range range = ranges.next();
                if (range == null) {
                    counts.tables.addAndGet(ranges.damaged() + ranges.unreadable());
                    counts.endless |= ranges.limited();
                    return null;
                }
                return new Extent(range.virtual(), range.physical(), range.length());
            }
        };
    }
}
