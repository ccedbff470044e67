package dev.inquest.api.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PageFramesTest {
    @Test
    void doesWhatASetOfBitsDoes() {
        int end = 3 * PageFrames.CHUNK + 77;
        Random random = new Random(5);
        PageFrames frames = new PageFrames(end);
        BitSet expected = new BitSet();
        for (int i = 0; i < 300; i++) {
            int first = random.nextInt(end);
            int last = first + random.nextInt(Math.min(end - first, i % 3 == 0 ? 40_000 : 130) + 1);
            if (random.nextInt(3) == 0) {
                frames.remove(first, last);
                expected.clear(first, last);
            } else {
                frames.add(first, last);
                expected.set(first, last);
            }
            same(expected, frames);
        }
        PageFrames other = new PageFrames(end);
        other.add(10, 40_000);
        PageFrames both = frames.copy();
        both.addAll(other);
        both.removeAll(frames);
        BitSet difference = new BitSet();
        difference.set(10, 40_000);
        difference.andNot(expected);
        same(difference, both);
        same(expected, frames);
    }

    @Test
    void refusesWhatPassesItsCapacity() {
        PageFrames frames = new PageFrames(100);
        assertThrows(IndexOutOfBoundsException.class, () -> frames.add(100));
        assertThrows(IndexOutOfBoundsException.class, () -> frames.add(-1, 5));
        assertThrows(IllegalArgumentException.class, () -> new PageFrames(-1));
        assertThrows(IllegalArgumentException.class, () -> frames.addAll(new PageFrames(99)));
        assertEquals(false, frames.contains(-1) || frames.contains(100));
    }

    @Test
    void nothingIsBehindTheEnd() {
        PageFrames frames = new PageFrames(100);
        frames.add(99);
        assertEquals(100, frames.next(100));
        assertEquals(100, frames.nextAbsent(99));
        // Whoever goes on from there must not come back.
        assertEquals(150, frames.next(150));
        assertEquals(150, frames.nextAbsent(150));
    }

    @Test
    void takesNoRoomForWhatIsEmpty() {
        PageFrames frames = new PageFrames(1L << 40);
        frames.add(1L << 39);
        assertEquals(1L << 39, frames.next(0));
        assertEquals(1L << 40, frames.next((1L << 39) + 1));
        assertEquals((1L << 39) + 1, frames.nextAbsent(1L << 39));
    }

    private static void same(BitSet expected, PageFrames frames) {
        assertEquals(expected.cardinality(), frames.count());
        assertEquals(expected.cardinality(), frames.count(0, Long.MAX_VALUE));
        assertEquals(expected.get(17, 33_000).cardinality(), frames.count(17, 33_000));
        int at = 0;
        while (true) {
            int next = expected.nextSetBit(at);
            assertEquals(next < 0 ? frames.end() : next, frames.next(at));
            if (next < 0) {
                return;
            }
            assertEquals(true, frames.contains(next));
            at = expected.nextClearBit(next);
            assertEquals(Math.min(at, frames.end()), frames.nextAbsent(next));
        }
    }
}
