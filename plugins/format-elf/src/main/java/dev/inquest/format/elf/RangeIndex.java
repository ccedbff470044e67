package dev.inquest.format.elf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ranges of physical memory, sorted and made disjoint, found by binary search. Segments of /proc/vmcore may overlap: on x86_64
 * the kernel's text is there once by its own mapping and once as part of the direct map. Of two ranges that overlap, the one
 * that begins first keeps the common part; they hold the same memory.
 */
final class RangeIndex {
    private final long[] starts;
    private final long[] ends;
    private final long[] offsets;

    /** A range of memory and where in the file it begins; addresses and offsets in bytes, {@code end} exclusive. */
    record Range(long start, long end, long offset) {}

    RangeIndex(List<Range> ranges) {
        List<Range> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::start));
        starts = new long[sorted.size()];
        ends = new long[sorted.size()];
        offsets = new long[sorted.size()];
        int count = 0;
        long covered = 0;
        for (Range range : sorted) {
            long start = Math.max(range.start(), covered);
            if (range.end() > start) {
                starts[count] = start;
                ends[count] = range.end();
                offsets[count] = range.offset() + (start - range.start());
                covered = range.end();
                count++;
            }
        }
        for (int i = count; i < starts.length; i++) {
            starts[i] = Long.MAX_VALUE;
            ends[i] = Long.MAX_VALUE;
        }
    }

    /** Returns the number of the first range that ends after an address, or {@link #size()}. */
    int firstEndingAfter(long address) {
        int low = 0;
        int high = ends.length;
        while (low < high) {
            int middle = low + high >>> 1;
            if (ends[middle] > address) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Returns the first address behind {@code address} at which a range begins or ends; {@link Long#MAX_VALUE} when there is none. */
    long next(long address) {
        int index = firstEndingAfter(address);
        return index == size() ? Long.MAX_VALUE : starts[index] > address ? starts[index] : ends[index];
    }

    int size() {
        return starts.length;
    }

    long start(int index) {
        return starts[index];
    }

    long end(int index) {
        return ends[index];
    }

    /** Returns the file's offset of an address inside a range. */
    long fileOffset(int index, long address) {
        return offsets[index] + (address - starts[index]);
    }

    /** Returns whether any byte of {@code [start, end)} is in a range. */
    boolean touches(long start, long end) {
        int index = firstEndingAfter(start);
        return index < size() && starts[index] < end;
    }

    /** Returns the end of the last range, or 0. */
    long end() {
        for (int i = ends.length - 1; i >= 0; i--) {
            if (ends[i] != Long.MAX_VALUE) {
                return ends[i];
            }
        }
        return 0;
    }
}
