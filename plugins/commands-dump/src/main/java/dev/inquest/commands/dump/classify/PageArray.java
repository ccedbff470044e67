package dev.inquest.commands.dump.classify;

import java.util.List;

/**
 * Where the kernel has the {@code struct page}s: of each run of frames in an array.
 *
 * @param runs by frame number, without overlaps
 * @param end the first frame behind all sections, those that are offline included
 * @param offline frames of sections that the kernel has taken offline, whose structures mean nothing
 * @param problem what could not be read on the way, or empty
 */
record PageArray(List<Run> runs, long end, long offline, String problem) {
    /**
     * Frames whose structures follow one another.
     *
     * @param first the first frame
     * @param end the first frame behind them
     * @param base the address at which frame 0 would have its structure
     */
    record Run(long first, long end, long base) {}

    /** Returns the runs that have frames from {@code first} to before {@code end}. */
    List<Run> overlapping(long first, long end) {
        int low = 0;
        int high = runs.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (runs.get(middle).end() <= first) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        int last = low;
        while (last < runs.size() && runs.get(last).first() < end) {
            last++;
        }
        return runs.subList(low, last);
    }
}
