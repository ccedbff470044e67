package dev.inquest.commands.dump.classify;

import dev.inquest.api.arch.MappedRanges;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.memory.Fault;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads pieces of the array of {@code struct page} as words, from the dump's pages themselves and past all caches. One thread uses it.
 */
final class StructPages {
    private final Kernel kernel;
    private final DumpImage image;
    private final ValueLayout.OfLong word;
    private final int size;
    private final long[] words;
    private final List<Gap> gaps = new ArrayList<>();

    /**
     * Structures that could not be read.
     *
     * @param from index of the first
     * @param to index behind the last
     * @param kind why
     */
    record Gap(int from, int to, Fault.Kind kind) {}

    /**
     * Prepares.
     *
     * @param size size of a structure in words
     * @param most how many structures are read at a time
     */
    StructPages(Kernel kernel, int size, int most) {
        this.kernel = kernel;
        this.image = kernel.image();
        this.word = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(kernel.memory().order());
        this.size = size;
        this.words = new long[size * most];
    }

    /** Returns the size of a structure in words. */
    int size() {
        return size;
    }

    /** Returns the words that were read last. Those in {@link #gaps()} mean nothing. */
    long[] words() {
        return words;
    }

    /** Returns which structures could not be read, in order and without overlaps. */
    List<Gap> gaps() {
        return gaps;
    }

    /** Reads {@code count} structures from an address on. */
    void read(long address, int count) {
        gaps.clear();
        long length = 8L * size * count;
        int pageSize = kernel.arch().kernel().pageSize();
        MappedRanges ranges =
                new MappedRanges(kernel.arch().kernel(), address, address + length, pageSize, length + pageSize);
        long done = 0;
        for (MappedRanges.Range range = ranges.next(); range != null; range = ranges.next()) {
            long at = range.virtual() - address;
            gap(done, at, Fault.Kind.NOT_MAPPED);
            copy(range.physical(), at, range.length());
            done = at + range.length();
        }
        gap(done, length, Fault.Kind.NOT_MAPPED);
    }

    private void copy(long physical, long at, long length) {
        int frame = image.pageSize();
        long done = 0;
        while (done < length) {
            int from = (int) (physical + done & frame - 1);
            int bytes = (int) Math.min(frame - from, length - done);
            Page page = image.page(Long.divideUnsigned(physical + done, frame));
            if (page instanceof Page.Data data) {
                MemorySegment.copy(data.bytes(), word, from, words, (int) (at + done) >> 3, bytes >> 3);
            } else {
                gap(at + done, at + done + bytes, ((Page.Missing) page).kind());
            }
            done += bytes;
        }
    }

    /** Notes bytes that are not there, as all structures that they touch. */
    private void gap(long from, long to, Fault.Kind kind) {
        if (from >= to) {
            return;
        }
        int bytes = 8 * size;
        int first = (int) (from / bytes);
        int end = (int) ((to + bytes - 1) / bytes);
        Gap last = gaps.isEmpty() ? null : gaps.getLast();
        if (last != null && last.to() >= first) {
            if (last.kind() == kind) {
                gaps.set(gaps.size() - 1, new Gap(last.from(), Math.max(end, last.to()), kind));
                return;
            }
            first = last.to();
        }
        if (first < end) {
            gaps.add(new Gap(first, end, kind));
        }
    }
}
