package dev.inquest.debuginfo.dwarf;

import dev.inquest.debuginfo.data.AddressIndex;
import java.util.Arrays;

/** Address ranges that do not overlap, each with a number; of those that begin at one address the last added counts. */
final class RangeMap {
    private final AddressIndex starts;
    private final long[] ends;
    private final int[] values;

    private RangeMap(AddressIndex starts, long[] ends, int[] values) {
        this.starts = starts;
        this.ends = ends;
        this.values = values;
    }

    /** Returns the number of the range that holds an address, or -1. */
    int find(long address) {
        int found = starts.floor(address);
        if (found < 0) {
            return -1;
        }
        int range = starts.value(found);
        return Long.compareUnsigned(address, ends[range]) < 0 ? values[range] : -1;
    }

    /** Returns the end of the range that holds an address; the address itself when none does. */
    long end(long address) {
        int found = starts.floor(address);
        return found < 0 ? address : ends[starts.value(found)];
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

        RangeMap build() {
            int[] order = new int[count];
            Arrays.setAll(order, i -> i);
            return new RangeMap(AddressIndex.of(starts, order, count), ends, values);
        }
    }
}
