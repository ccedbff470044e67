package dev.inquest.format.kdump;

import java.util.Arrays;

/** Copies within the output of a Lempel-Ziv decoder. */
final class Matches {
    private Matches() {}

    /**
     * Copies bytes that were written before; source and destination may overlap, then what is copied repeats.
     *
     * @param output what was written
     * @param at where to write
     * @param distance how far back from there the source begins, 1 or more
     * @param length how many bytes
     * @return where to write next
     * @throws IndexOutOfBoundsException when the destination does not fit
     * @throws DamagedPageException when the source lies before the beginning
     */
    static int copy(byte[] output, int at, int distance, int length) throws DamagedPageException {
        int from = at - distance;
        if (from < 0) {
            throw new DamagedPageException("a match begins before the page");
        }
        if (distance >= length) {
            System.arraycopy(output, from, output, at, length);
        } else if (distance == 1) {
            Arrays.fill(output, at, at + length, output[from]);
        } else {
            // Each round doubles what can be copied at once.
            int done = distance;
            System.arraycopy(output, from, output, at, distance);
            while (done < length) {
                int size = Math.min(done, length - done);
                System.arraycopy(output, at, output, at + done, size);
                done += size;
            }
        }
        return at + length;
    }
}
