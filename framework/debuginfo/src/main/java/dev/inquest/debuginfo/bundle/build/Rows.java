package dev.inquest.debuginfo.bundle.build;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Rows of line tables. Of several rows for one address the last counts; a row that says what the one before said is left out. */
final class Rows {
    private long[] addresses = new long[1 << 14];
    private int[] files = new int[1 << 14];
    private int[] lines = new int[1 << 14];
    private int[] columns = new int[1 << 14];
    private int size;
    /** First row of each run. */
    private final List<Integer> runs = new ArrayList<>();

    private int runStart;

    int size() {
        return size;
    }

    long address(int row) {
        return addresses[row];
    }

    int file(int row) {
        return files[row];
    }

    int line(int row) {
        return lines[row];
    }

    int column(int row) {
        return columns[row];
    }

    /** Begins a run of rows with rising addresses. */
    void begin() {
        runStart = size;
        runs.add(size);
    }

    void add(long address, int file, int line, int column) {
        if (size > runStart && addresses[size - 1] == address) {
            size--;
        }
        if (size > runStart && files[size - 1] == file && lines[size - 1] == line && columns[size - 1] == column) {
            return;
        }
        if (size == addresses.length) {
            addresses = Arrays.copyOf(addresses, size * 2);
            files = Arrays.copyOf(files, size * 2);
            lines = Arrays.copyOf(lines, size * 2);
            columns = Arrays.copyOf(columns, size * 2);
        }
        addresses[size] = address;
        files[size] = file;
        lines[size] = line;
        columns[size++] = column;
    }

    /** Puts the runs in order; where one begins before the end of another, the rows that lie in that are left out. */
    void sort() {
        runs.add(size);
        List<int[]> spans = new ArrayList<>();
        for (int i = 0; i + 1 < runs.size(); i++) {
            if (runs.get(i) < runs.get(i + 1)) {
                spans.add(new int[] {runs.get(i), runs.get(i + 1)});
            }
        }
        spans.sort(Comparator.comparingLong((int[] span) -> addresses[span[0]] ^ Long.MIN_VALUE)
                .thenComparingInt(span -> span[0]));
        Rows sorted = new Rows();
        sorted.begin();
        for (int[] span : spans) {
            for (int row = span[0]; row < span[1]; row++) {
                boolean late = sorted.size == 0
                        || Long.compareUnsigned(addresses[row], sorted.addresses[sorted.size - 1]) >= 0;
                if (late) {
                    sorted.add(addresses[row], files[row], lines[row], columns[row]);
                }
            }
        }
        addresses = sorted.addresses;
        files = sorted.files;
        lines = sorted.lines;
        columns = sorted.columns;
        size = sorted.size;
        runs.clear();
    }
}
