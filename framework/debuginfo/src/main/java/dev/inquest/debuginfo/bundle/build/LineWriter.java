package dev.inquest.debuginfo.bundle.build;

import dev.inquest.debuginfo.bundle.Format;
import java.util.Map;
import java.util.TreeMap;

/** Writes the line table: in each block the different positions, and rows that name them. */
final class LineWriter {
    private static final int BLOCK = 4096;

    private LineWriter() {}

    private record Position(int file, int line, int column) implements Comparable<Position> {
        @Override
        public int compareTo(Position other) {
            int order = Integer.compare(file, other.file);
            order = order != 0 ? order : Integer.compareUnsigned(line, other.line);
            return order != 0 ? order : Integer.compareUnsigned(column, other.column);
        }
    }

    static SectionData write(Rows rows, int module) {
        BlockWriter blocks = new BlockWriter();
        int from = 0;
        while (from < rows.size()) {
            int to = Math.min(rows.size(), from + BLOCK);
            while (rows.address(to - 1) - rows.address(from) > Integer.MAX_VALUE) {
                to--;
            }
            blocks.add(rows.address(from), to - from, block(rows, from, to));
            from = to;
        }
        return blocks.end(Format.LINES, module);
    }

    private static byte[] block(Rows rows, int from, int to) {
        TreeMap<Position, Integer> positions = new TreeMap<>();
        for (int i = from; i < to; i++) {
            positions.put(position(rows, i), 0);
        }
        int number = 0;
        for (Map.Entry<Position, Integer> position : positions.entrySet()) {
            position.setValue(number++);
        }
        Bytes out = new Bytes().uleb(to - from).uleb(positions.size());
        long last = rows.address(from);
        for (int i = from; i < to; i++) {
            out.uleb(rows.address(i) - last);
            last = rows.address(i);
        }
        int before = 0;
        for (int i = from; i < to; i++) {
            int next = positions.getOrDefault(position(rows, i), 0);
            out.sleb(next - before);
            before = next;
        }
        int file = 0;
        for (Position position : positions.keySet()) {
            out.uleb(position.file - file);
            file = position.file;
        }
        Position previous = new Position(-1, 0, 0);
        for (Position position : positions.keySet()) {
            out.uleb(position.line - (previous.file == position.file ? previous.line : 0) & 0xffffffffL);
            previous = position;
        }
        for (Position position : positions.keySet()) {
            out.uleb(position.column & 0xffffffffL);
        }
        return out.toArray();
    }

    private static Position position(Rows rows, int row) {
        return new Position(rows.file(row), rows.line(row), rows.column(row));
    }
}
