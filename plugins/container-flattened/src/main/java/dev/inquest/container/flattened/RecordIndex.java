package dev.inquest.container.flattened;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where the bytes of the dump lie in the stream: pieces sorted by their offset in the dump, disjoint, found by binary search.
 * Writers emit page descriptors and page data in turn, so that records come as a few interleaved ascending runs.
 */
final class RecordIndex {
    private final long[] starts;
    private final long[] streamOffsets;
    private final int[] sizes;
    private final int count;

    private RecordIndex(long[] starts, long[] streamOffsets, int[] sizes, int count) {
        this.starts = starts;
        this.streamOffsets = streamOffsets;
        this.sizes = sizes;
        this.count = count;
    }

    int count() {
        return count;
    }

    /** Returns the end of the last piece: the size of the dump. */
    long end() {
        return count == 0 ? 0 : end(count - 1);
    }

    long start(int piece) {
        return starts[piece];
    }

    long end(int piece) {
        return starts[piece] + sizes[piece];
    }

    /** Returns where in the stream the byte of the dump at {@code offset}, which is in the piece, lies. */
    long streamOffset(int piece, long offset) {
        return streamOffsets[piece] + (offset - starts[piece]);
    }

    /** Returns the piece that has the byte of the dump at {@code offset}, or -1. */
    int find(long offset) {
        int found = Arrays.binarySearch(starts, 0, count, offset);
        int piece = found >= 0 ? found : -found - 2;
        return piece >= 0 && offset < end(piece) ? piece : -1;
    }

    /** Takes records in the order of the stream. */
    static final class Builder {
        private long[] starts = new long[1024];
        private long[] streamOffsets = new long[1024];
        private int[] sizes = new int[1024];
        private int count;

        void add(long start, long streamOffset, int size) {
            if (count == starts.length) {
                int length = count + (count >> 1);
                starts = Arrays.copyOf(starts, length);
                streamOffsets = Arrays.copyOf(streamOffsets, length);
                sizes = Arrays.copyOf(sizes, length);
            }
            starts[count] = start;
            streamOffsets[count] = streamOffset;
            sizes[count] = size;
            count++;
        }

        RecordIndex build() {
            int[] order = sorted();
            Builder result = new Builder();
            int from = 0;
            while (from < count) {
                // A cluster: records each of which begins before an earlier one ends.
                long end = starts[order[from]] + sizes[order[from]];
                int to = from + 1;
                while (to < count && starts[order[to]] < end) {
                    end = Math.max(end, starts[order[to]] + sizes[order[to]]);
                    to++;
                }
                if (to == from + 1) {
                    int record = order[from];
                    result.add(starts[record], streamOffsets[record], sizes[record]);
                } else {
                    resolve(Arrays.copyOfRange(order, from, to), result);
                }
                from = to;
            }
            return new RecordIndex(result.starts, result.streamOffsets, result.sizes, result.count);
        }

        /** Lays records that overlap over one another, the earlier ones first. */
        private void resolve(int[] cluster, Builder result) {
            Arrays.sort(cluster);
            TreeMap<Long, Piece> pieces = new TreeMap<>();
            for (int record : cluster) {
                long start = starts[record];
                long end = start + sizes[record];
                Map.Entry<Long, Piece> before = pieces.lowerEntry(start);
                if (before != null && before.getValue().end() > start) {
                    Piece old = before.getValue();
                    pieces.put(old.start(), new Piece(old.start(), start, old.streamOffset()));
                    if (old.end() > end) {
                        pieces.put(end, old.from(end));
                    }
                }
                Map.Entry<Long, Piece> next = pieces.ceilingEntry(start);
                while (next != null && next.getKey() < end) {
                    pieces.remove(next.getKey());
                    if (next.getValue().end() > end) {
                        pieces.put(end, next.getValue().from(end));
                    }
                    next = pieces.ceilingEntry(start);
                }
                pieces.put(start, new Piece(start, end, streamOffsets[record]));
            }
            for (Piece piece : pieces.values()) {
                result.add(piece.start(), piece.streamOffset(), (int) (piece.end() - piece.start()));
            }
        }

        private record Piece(long start, long end, long streamOffset) {
            Piece from(long newStart) {
                return new Piece(newStart, end, streamOffset + (newStart - start));
            }
        }

        /** Returns the records' numbers by where they begin, those that begin together in the order of the stream. */
        private int[] sorted() {
            int[] order = new int[count];
            for (int i = 0; i < count; i++) {
                order[i] = i;
            }
            int[] other = new int[count];
            for (long width = 1; width < count; width *= 2) {
                for (long low = 0; low < count; low += 2 * width) {
                    int middle = (int) Math.min(low + width, count);
                    merge(order, (int) low, middle, (int) Math.min(low + 2 * width, count), other);
                }
                int[] swap = order;
                order = other;
                other = swap;
            }
            return order;
        }

        private void merge(int[] from, int low, int middle, int high, int[] to) {
            int left = low;
            int right = middle;
            for (int i = low; i < high; i++) {
                boolean takeLeft = right >= high || left < middle && starts[from[left]] <= starts[from[right]];
                to[i] = takeLeft ? from[left++] : from[right++];
            }
        }
    }
}
