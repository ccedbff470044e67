package dev.inquest.commands.dump.classify;

import dev.inquest.api.capture.PageFrames;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects frames of one kind, which come in order, into a set that several threads fill: each the frames of a piece of its own. What lies
 * behind the piece, where only pages of 1 GiB and the like reach, is kept for later.
 */
final class FrameRuns {
    private final PageFrames set;
    private final List<long[]> beyond = new ArrayList<>();
    private long pieceEnd;
    private long first;
    private long end;

    FrameRuns(PageFrames set) {
        this.set = set;
    }

    /** Begins a piece that ends before a frame. */
    void begin(long pieceEnd) {
        this.pieceEnd = pieceEnd;
        first = 0;
        end = 0;
    }

    /** Adds frames, none of which is before those added last. */
    void add(long from, long to) {
        if (from != end) {
            flush();
            first = from;
        }
        end = to;
    }

    /** Ends the piece. */
    void flush() {
        if (first < end) {
            long here = Math.min(end, pieceEnd);
            if (first < here) {
                set.add(first, here);
            }
            if (here < end && here < set.end()) {
                beyond.add(new long[] {Math.max(first, here), Math.min(end, set.end())});
            }
        }
        first = end;
    }

    /** Adds what lay behind pieces, when no other thread works any more. */
    void finish() {
        beyond.forEach(run -> set.add(run[0], run[1]));
    }
}
