package dev.inquest.commands.memory.search;

import java.nio.ByteOrder;

/**
 * Numbers of 8, 4 or 2 bytes, each at a multiple of its size. Eight bytes are looked at at a time; for a big-endian dump the numbers
 * are turned round.
 */
final class Numbers implements Needles {
    private static final long LOW_SHORTS = 0x0001_0001_0001_0001L;
    private static final long HIGH_SHORTS = 0x8000_8000_8000_8000L;

    private final int size;
    private final boolean little;
    private final long[] values;
    private final long care;

    /**
     * Makes needles.
     *
     * @param size bytes of each: 8, 4 or 2
     * @param order the dump's byte order
     * @param values the numbers
     * @param mask bits that do not count
     */
    Numbers(int size, ByteOrder order, long[] values, long mask) {
        this.size = size;
        this.little = order == ByteOrder.LITTLE_ENDIAN;
        this.care = repeat(turned(~mask));
        this.values = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            this.values[i] = repeat(turned(values[i])) & care;
        }
    }

    private long turned(long value) {
        return little ? value : Long.reverseBytes(value) >>> 64 - size * 8;
    }

    private long repeat(long value) {
        return switch (size) {
            case 8 -> value;
            case 4 -> value & 0xffff_ffffL | value << 32;
            default -> (value & 0xffff) * LOW_SHORTS;
        };
    }

    @Override
    public void search(long[] words, int from, int to, Sink sink) {
        // Whole words where a find is possible, then what begins in them before the end.
        int first = (from + size - 1) / size * size;
        int start = first >> 3;
        int end = to + 7 >> 3;
        if (values.length == 1) {
            one(words, start, end, first, to, sink);
            return;
        }
        for (int i = start; i < end; i++) {
            long word = words[i] & care;
            for (long value : values) {
                if (matches(word ^ value)) {
                    exact(words, i * 8, first, to, sink);
                    break;
                }
            }
        }
    }

    private void one(long[] words, int start, int end, int first, int to, Sink sink) {
        long value = values[0];
        long keep = care;
        switch (size) {
            case 8 -> {
                for (int i = start; i < end; i++) {
                    if ((words[i] & keep) == value) {
                        exact(words, i * 8, first, to, sink);
                    }
                }
            }
            case 4 -> {
                for (int i = start; i < end; i++) {
                    long word = words[i] & keep ^ value;
                    if ((int) word == 0 || word >>> 32 == 0) {
                        exact(words, i * 8, first, to, sink);
                    }
                }
            }
            default -> {
                for (int i = start; i < end; i++) {
                    long word = words[i] & keep ^ value;
                    if ((word - LOW_SHORTS & ~word & HIGH_SHORTS) != 0) {
                        exact(words, i * 8, first, to, sink);
                    }
                }
            }
        }
    }

    private boolean matches(long difference) {
        return switch (size) {
            case 8 -> difference == 0;
            case 4 -> (int) difference == 0 || difference >>> 32 == 0;
            default -> (difference - LOW_SHORTS & ~difference & HIGH_SHORTS) != 0;
        };
    }

    /** Looks at each number in one word. */
    private void exact(long[] words, int at, int first, int to, Sink sink) {
        for (int offset = at; offset < at + 8; offset += size) {
            if (offset < first || offset >= to) {
                continue;
            }
            long raw = words[at >> 3] >>> (offset - at) * 8;
            long value = size == 8 ? raw : raw & (1L << size * 8) - 1;
            long kept = size == 8 ? care : care & (1L << size * 8) - 1;
            for (int i = 0; i < values.length; i++) {
                if (((value ^ values[i]) & kept) == 0) {
                    sink.found(offset, i, turned(value));
                }
            }
        }
    }
}
