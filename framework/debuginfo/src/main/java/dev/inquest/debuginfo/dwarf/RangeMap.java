package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.AddressIndex;
import dev.inquest.debuginfo.index.IndexFile;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Address ranges that do not overlap, each with a number; of those that begin at one address the last added counts. */
final class RangeMap {
    private final AddressIndex starts;
    private final long[] ends;

    private RangeMap(AddressIndex starts, long[] ends) {
        this.starts = starts;
        this.ends = ends;
    }

    /** Returns the ranges that a file keeps, or null when it keeps none that can be used. */
    static @Nullable RangeMap of(IndexFile file) {
        LongBuffer starts = file.longs(IndexFile.Section.RANGE_STARTS);
        LongBuffer ends = file.longs(IndexFile.Section.RANGE_ENDS);
        IntBuffer values = file.ints(IndexFile.Section.RANGE_UNITS);
        if (starts == null || ends == null || values == null) {
            return null;
        }
        AddressIndex index = AddressIndex.sorted(starts, values);
        if (index == null || ends.limit() != starts.limit()) {
            file.reject();
            return null;
        }
        long[] copy = new long[ends.limit()];
        ends.get(0, copy);
        return new RangeMap(index, copy);
    }

    /** Returns the first addresses, rising, with the numbers. */
    AddressIndex starts() {
        return starts;
    }

    /** Returns the addresses behind the ranges, in the order of {@link #starts}. */
    LongBuffer ends() {
        return LongBuffer.wrap(ends);
    }

    /** Returns the number of the range that holds an address, or -1. */
    int find(long address) {
        int found = starts.floor(address);
        return found >= 0 && Long.compareUnsigned(address, ends[found]) < 0 ? starts.value(found) : -1;
    }

    /** Returns the end of the range that holds an address; the address itself when none does. */
    long end(long address) {
        int found = starts.floor(address);
        return found < 0 ? address : ends[found];
    }

    /** Collects ranges. */
    static final class Builder {
        private long[] starts = new long[64];
        private long[] ends = new long[64];
        private int[] values = new int[64];
        private int count;

        void add(long start, long end, int value) {
            if (Long.compareUnsigned(start, end) >= 0) {
                return;
            }
            if (count == starts.length) {
                starts = Arrays.copyOf(starts, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
                values = Arrays.copyOf(values, count * 2);
            }
            starts[count] = start;
            ends[count] = end;
            values[count++] = value;
        }

        void add(Ranges ranges, int value) {
            for (int i = 0; i < ranges.count(); i++) {
                add(ranges.start(i), ranges.end(i), value);
            }
        }

        /** Adds all of another map. */
        void add(RangeMap other) {
            for (int i = 0; i < other.ends.length; i++) {
                add(other.starts.key(i), other.ends[i], other.starts.value(i));
            }
        }

        RangeMap build() {
            int[] order = new int[count];
            Arrays.setAll(order, i -> i);
            AddressIndex sorted = AddressIndex.of(starts, order, count);
            long[] sortedEnds = new long[count];
            for (int i = 0; i < count; i++) {
                sortedEnds[i] = ends[sorted.value(i)];
            }
            return new RangeMap(sorted.withValues(values), sortedEnds);
        }
    }
}
