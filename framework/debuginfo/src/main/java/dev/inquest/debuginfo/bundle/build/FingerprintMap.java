package dev.inquest.debuginfo.bundle.build;

/** Numbers by fingerprints, in three arrays: a million take 40 MB. */
final class FingerprintMap {
    private long[] lows = new long[1 << 12];
    private long[] highs = new long[1 << 12];
    /** Numbers from 1; 0 is free. */
    private int[] numbers = new int[1 << 12];

    private int size;

    /** Returns the number of a fingerprint; one that is not known gets the given number, and 0 is returned. */
    int putIfAbsent(Fingerprint.Value key, int number) {
        int slot = slot(key.low(), key.high());
        if (numbers[slot] != 0) {
            return numbers[slot];
        }
        lows[slot] = key.low();
        highs[slot] = key.high();
        numbers[slot] = number;
        if (++size > numbers.length / 2) {
            grow();
        }
        return 0;
    }

    private int slot(long low, long high) {
        int mask = numbers.length - 1;
        int slot = (int) low & mask;
        while (numbers[slot] != 0 && (lows[slot] != low || highs[slot] != high)) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldLows = lows;
        long[] oldHighs = highs;
        int[] oldNumbers = numbers;
        lows = new long[oldLows.length * 2];
        highs = new long[lows.length];
        numbers = new int[lows.length];
        for (int i = 0; i < oldNumbers.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldLows[i], oldHighs[i]);
                lows[slot] = oldLows[i];
                highs[slot] = oldHighs[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }
}
