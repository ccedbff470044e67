package dev.inquest.debuginfo.bundle;

import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;

/** The rows of the line table in one block: distances from the block's address, each with the number of a position. */
final class LineBlock {
    private final int[] distances;
    private final int[] numbers;
    private final int[] files;
    private final int[] lines;
    private final int[] columns;

    private LineBlock(int[] distances, int[] numbers, int[] files, int[] lines, int[] columns) {
        this.distances = distances;
        this.numbers = numbers;
        this.files = files;
        this.lines = lines;
        this.columns = columns;
    }

    static LineBlock of(Blocks.Block block) throws MalformedException {
        if (block.parsed() instanceof LineBlock known) {
            return known;
        }
        LineBlock made = read(block.cursor());
        block.keep(made);
        return made;
    }

    private static LineBlock read(Cursor in) throws MalformedException {
        int rows = count(in, 2);
        int positions = count(in, 3);
        int[] distances = new int[rows];
        int[] numbers = new int[rows];
        long distance = 0;
        for (int i = 0; i < rows; i++) {
            distance += in.uleb();
            if (distance < 0 || distance > Integer.MAX_VALUE) {
                throw in.malformed("rows of one block are too far apart");
            }
            distances[i] = (int) distance;
        }
        int number = 0;
        for (int i = 0; i < rows; i++) {
            number += (int) in.sleb();
            if (number < 0 || number >= positions) {
                throw in.malformed("there is no position " + number);
            }
            numbers[i] = number;
        }
        int[] files = new int[positions];
        int[] lines = new int[positions];
        int[] columns = new int[positions];
        int file = 0;
        for (int i = 0; i < positions; i++) {
            file += (int) in.uleb();
            files[i] = file;
        }
        for (int i = 0; i < positions; i++) {
            int before = i > 0 && files[i] == files[i - 1] ? lines[i - 1] : 0;
            lines[i] = before + (int) in.uleb();
        }
        for (int i = 0; i < positions; i++) {
            columns[i] = (int) in.uleb();
        }
        return new LineBlock(distances, numbers, files, lines, columns);
    }

    /** Reads how many of something follow, each of which takes some bytes at least. */
    static int count(Cursor in, int bytes) throws MalformedException {
        long count = in.uleb();
        if (count < 0 || count > in.remaining() / bytes) {
            throw in.malformed(Long.toUnsignedString(count) + " records in " + in.remaining() + " bytes");
        }
        return (int) count;
    }

    /** Returns the position for an address, by its distance from the block's; -1 when there is none. */
    int find(long distance) {
        int low = 0;
        int high = distances.length - 1;
        while (low <= high) {
            int middle = low + high >>> 1;
            if (distances[middle] <= distance) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return high < 0 ? -1 : numbers[high];
    }

    /** Returns the number of a position's file; 0 where the line table has a gap. */
    int file(int position) {
        return files[position];
    }

    int line(int position) {
        return lines[position];
    }

    int column(int position) {
        return columns[position];
    }
}
