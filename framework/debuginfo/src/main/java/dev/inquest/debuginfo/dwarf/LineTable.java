package dev.inquest.debuginfo.dwarf;

import java.util.Arrays;

/**
 * The rows of one line program. Sequences are runs of rows with rising addresses; the last row of each marks the first address
 * behind it.
 */
final class LineTable {
    private final long[] addresses;
    private final int[] files;
    private final int[] lines;
    private final int[] columns;
    private final RangeMap sequences;
    private final int[] sequenceEnds;
    private final FileTable fileTable;

    private LineTable(Builder rows, FileTable fileTable) {
        addresses = Arrays.copyOf(rows.addresses, rows.count);
        files = Arrays.copyOf(rows.files, rows.count);
        lines = Arrays.copyOf(rows.lines, rows.count);
        columns = Arrays.copyOf(rows.columns, rows.count);
        sequences = rows.sequences.build();
        sequenceEnds = rows.sequenceEnds;
        this.fileTable = fileTable;
    }

    FileTable fileTable() {
        return fileTable;
    }

    /** Returns the row for an address, or -1. */
    int find(long address) {
        int first = sequences.find(address);
        if (first < 0) {
            return -1;
        }
        int low = first;
        int high = sequenceEnds[first] - 1;
        while (low < high) {
            int middle = low + high + 1 >>> 1;
            if (Long.compareUnsigned(addresses[middle], address) <= 0) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** Receives the rows of sequences. */
    interface RowVisitor {
        /** A sequence of rows with rising addresses: those from {@code first} to before {@code behind}. */
        void sequence(int first, int behind, long end);
    }

    /** Gives all sequences that are in order. */
    void forEachSequence(RowVisitor visitor) {
        int row = 0;
        while (row < addresses.length) {
            int behind = sequenceEnds[row];
            visitor.sequence(row, behind, sequences.end(addresses[row]));
            row = behind;
        }
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

    /** Collects rows. */
    static final class Builder {
        private long[] addresses = new long[256];
        private int[] files = new int[256];
        private int[] lines = new int[256];
        private int[] columns = new int[256];
        /** For the first row of a sequence, the row behind its last that is not the end marker. */
        private int[] sequenceEnds = new int[256];

        private int count;
        private int sequenceStart;
        private boolean rising = true;
        private final RangeMap.Builder sequences = new RangeMap.Builder();

        void row(long address, int file, int line, int column) {
            if (count == addresses.length) {
                addresses = Arrays.copyOf(addresses, count * 2);
                files = Arrays.copyOf(files, count * 2);
                lines = Arrays.copyOf(lines, count * 2);
                columns = Arrays.copyOf(columns, count * 2);
                sequenceEnds = Arrays.copyOf(sequenceEnds, count * 2);
            }
            if (count > sequenceStart && Long.compareUnsigned(address, addresses[count - 1]) < 0) {
                rising = false;
            }
            addresses[count] = address;
            files[count] = file;
            lines[count] = line;
            columns[count++] = column;
        }

        /** Ends the sequence at an address; one whose addresses fall is damaged and left out. */
        void end(long address) {
            boolean good = count > sequenceStart && rising;
            if (good && Long.compareUnsigned(address, addresses[count - 1]) >= 0) {
                sequences.add(addresses[sequenceStart], address, sequenceStart);
                sequenceEnds[sequenceStart] = count;
            } else {
                count = sequenceStart;
            }
            sequenceStart = count;
            rising = true;
        }

        LineTable build(FileTable fileTable) {
            return new LineTable(this, fileTable);
        }
    }
}
