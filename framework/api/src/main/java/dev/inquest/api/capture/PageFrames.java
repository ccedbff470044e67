package dev.inquest.api.capture;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A set of page frame numbers. Memory lies in few places of a wide physical address space, so the set takes room only where it has
 * members: 4 KiB for every 32,768 neighbouring numbers (32 MiB for 1 TiB of memory in frames of 4 KiB). Several threads may read it;
 * several may change it when each keeps to numbers of its own, apart by multiples of {@link #CHUNK}, below the capacity given.
 */
public final class PageFrames {
    /** How many numbers share one piece of memory; a power of two. */
    public static final int CHUNK = 1 << 15;

    private static final int WORDS = CHUNK / Long.SIZE;
    private final long end;
    private final long[] @Nullable [] chunks;

    /**
     * Makes an empty set.
     *
     * @param end the first number that can never be in it
     */
    public PageFrames(long end) {
        if (end < 0 || end > (long) Integer.MAX_VALUE * CHUNK) {
            throw new IllegalArgumentException("page frames up to " + Long.toUnsignedString(end));
        }
        this.end = end;
        this.chunks = new long[(int) ((end + CHUNK - 1) / CHUNK)][];
    }

    /** Returns the first number that can never be in the set. */
    public long end() {
        return end;
    }

    /** Returns whether a number is in the set; numbers outside of its capacity are not. */
    public boolean contains(long pfn) {
        if (pfn < 0 || pfn >= end) {
            return false;
        }
        long[] words = chunks[(int) (pfn / CHUNK)];
        return words != null && (words[(int) (pfn % CHUNK) >> 6] & 1L << pfn) != 0;
    }

    /** Adds one number. */
    public void add(long pfn) {
        add(pfn, pfn + 1);
    }

    /**
     * Adds the numbers from {@code first} to before {@code last}.
     *
     * @throws IndexOutOfBoundsException when they pass the capacity
     */
    public void add(long first, long last) {
        change(first, last, true);
    }

    /** Takes out the numbers from {@code first} to before {@code last}. */
    public void remove(long first, long last) {
        change(first, last, false);
    }

    /** Adds all numbers of another set of the same capacity. */
    public void addAll(PageFrames other) {
        same(other);
        for (int i = 0; i < chunks.length; i++) {
            long[] theirs = other.chunks[i];
            if (theirs != null) {
                long[] mine = words(i);
                for (int w = 0; w < WORDS; w++) {
                    mine[w] |= theirs[w];
                }
            }
        }
    }

    /** Takes out all numbers of another set of the same capacity. */
    public void removeAll(PageFrames other) {
        same(other);
        for (int i = 0; i < chunks.length; i++) {
            long[] theirs = other.chunks[i];
            long[] mine = chunks[i];
            if (theirs != null && mine != null) {
                for (int w = 0; w < WORDS; w++) {
                    mine[w] &= ~theirs[w];
                }
            }
        }
    }

    /** Returns a copy. */
    public PageFrames copy() {
        PageFrames copy = new PageFrames(end);
        for (int i = 0; i < chunks.length; i++) {
            long[] words = chunks[i];
            copy.chunks[i] = words == null ? null : words.clone();
        }
        return copy;
    }

    /** Returns how many numbers are in the set. */
    public long count() {
        long count = 0;
        for (long[] words : chunks) {
            if (words != null) {
                for (long word : words) {
                    count += Long.bitCount(word);
                }
            }
        }
        return count;
    }

    /** Returns how many numbers from {@code first} to before {@code last} are in the set. */
    public long count(long first, long last) {
        long count = 0;
        long stopAt = Math.min(last, end);
        for (long at = next(first); at < stopAt; ) {
            long stop = Math.min(stopAt, nextAbsent(at));
            count += stop - at;
            at = next(stop);
        }
        return count;
    }

    /**
     * Returns the first number of the set at or behind {@code from}. When there is none, returns {@link #end()}, or {@code from} where that is
     * behind it: whoever goes on from what was returned never comes back.
     */
    public long next(long from) {
        return find(Math.max(from, 0), true);
    }

    /** Returns the first number at or behind {@code from} that is not in the set; {@link #end()} and all behind it are not. */
    public long nextAbsent(long from) {
        return find(Math.max(from, 0), false);
    }

    private long find(long from, boolean present) {
        long at = from;
        while (at < end) {
            long[] words = chunks[(int) (at / CHUNK)];
            if (words == null) {
                if (!present) {
                    return at;
                }
                at = (at / CHUNK + 1) * CHUNK;
                continue;
            }
            long word = words[(int) (at % CHUNK) >> 6];
            long rest = (present ? word : ~word) >>> at;
            if (rest != 0) {
                return Math.min(end, at + Long.numberOfTrailingZeros(rest));
            }
            at = (at | 63) + 1;
        }
        return Math.max(from, end);
    }

    private void change(long first, long last, boolean present) {
        if (first < 0 || last > end || first > last) {
            throw new IndexOutOfBoundsException("page frames " + first + " to " + last + " of " + end);
        }
        long at = first;
        while (at < last) {
            int chunk = (int) (at / CHUNK);
            long next = Math.min(last, (at | 63) + 1);
            if (!present && chunks[chunk] == null) {
                at = Math.min(last, (long) (chunk + 1) * CHUNK);
                continue;
            }
            long[] words = words(chunk);
            long mask = -1L << at & -1L >>> -next;
            int index = (int) (at % CHUNK) >> 6;
            words[index] = present ? words[index] | mask : words[index] & ~mask;
            at = next;
        }
    }

    private long[] words(int chunk) {
        long[] words = chunks[chunk];
        if (words == null) {
            words = new long[WORDS];
            chunks[chunk] = words;
        }
        return words;
    }

    private void same(PageFrames other) {
        if (other.end != end) {
            throw new IllegalArgumentException("sets of page frames up to " + end + " and up to " + other.end);
        }
    }

    @Override
    public boolean equals(@Nullable Object object) {
        if (!(object instanceof PageFrames other) || other.end != end) {
            return false;
        }
        for (int i = 0; i < chunks.length; i++) {
            long[] mine = chunks[i];
            long[] theirs = other.chunks[i];
            if (!Arrays.equals(mine == null ? new long[WORDS] : mine, theirs == null ? new long[WORDS] : theirs)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(end) * 31 + Long.hashCode(count());
    }
}
