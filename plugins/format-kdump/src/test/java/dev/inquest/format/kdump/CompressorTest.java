package dev.inquest.format.kdump;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is packed unpacks to the same: LZO and snappy by readers that were written from the formats' descriptions and read others' dumps. */
class CompressorTest {

    @ParameterizedTest
    @EnumSource(Compression.class)
    void pagesComeBack(Compression compression) throws Exception {
        Random random = new Random(7);
        try (Compressor compressor = compressor(compression);
                Decompressor decompressor = compression.open()) {
            for (int round = 0; round < 2000; round++) {
                int size = 4096 << (round % 50 == 0 ? random.nextInt(7) : 0);
                byte[] page = page(random, size, round);
                int at = random.nextInt(100);
                byte[] out = new byte[at + Compressor.room(size)];
                int packed = compressor.compress(page, out, at);
                assertTrue(packed > 0, "round " + round);
                if (packed < size) {
                    byte[] back = new byte[size];
                    MemorySegment block = MemorySegment.ofArray(out).asSlice(at, packed);
                    assertEquals(size, decompressor.decompress(block, back), "round " + round);
                    assertArrayEquals(page, back, "round " + round);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void zerosBecomeSmallAndNoiseDoesNot(Compression compression) {
        try (Compressor compressor = compressor(compression)) {
            byte[] out = new byte[Compressor.room(1 << 16)];
            for (int size = 4096; size <= 1 << 16; size *= 2) {
                assertTrue(compressor.compress(new byte[size], out, 0) < size / 16);
                byte[] noise = new byte[size];
                new Random(size).nextBytes(noise);
                assertTrue(compressor.compress(noise, out, 0) >= size);
            }
        }
    }

    /** What is remembered of one page is forgotten with the next, and pages may be larger than 16 bits reach. */
    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"LZO", "SNAPPY"})
    void eachPageStandsForItself(Compression compression) throws Exception {
        Random random = new Random(11);
        try (Compressor compressor = compressor(compression);
                Decompressor decompressor = compression.open()) {
            for (int size : new int[] {1 << 12, 1 << 16, (1 << 16) + 1, 1 << 17, 1 << 18}) {
                byte[] page = page(random, size, 5);
                // Repeats what lies as far back as two blocks of 64 KiB, and across the border between two.
                System.arraycopy(page, 0, page, size / 2 - 100, 300);
                byte[] first = new byte[Compressor.room(size)];
                int packed = compressor.compress(page, first, 0);
                compressor.compress(page(random, size, 6), new byte[Compressor.room(size)], 0);
                byte[] again = new byte[Compressor.room(size)];
                assertEquals(packed, compressor.compress(page, again, 0));
                assertArrayEquals(Arrays.copyOf(first, packed), Arrays.copyOf(again, packed));
                byte[] back = new byte[size];
                decompressor.decompress(MemorySegment.ofArray(first).asSlice(0, packed), back);
                assertArrayEquals(page, back);
            }
        }
    }

    private static Compressor compressor(Compression compression) {
        return switch (compression) {
            case ZLIB -> new ZlibCompressor();
            case LZO -> new LzoCompressor();
            case SNAPPY -> new SnappyCompressor();
            case ZSTD -> new ZstdCompressor();
        };
    }

    /** Noise, with pieces repeated from near and far, and runs, of all lengths. */
    private static byte[] page(Random random, int size, int round) {
        byte[] page = new byte[size];
        if (round % 10 == 0) {
            random.nextBytes(page);
            return page;
        }
        int at = 0;
        while (at < size) {
            int length = Math.min(size - at, 1 + random.nextInt(1 << random.nextInt(11)));
            switch (random.nextInt(4)) {
                case 0 -> {
                    for (int i = 0; i < length; i++) {
                        page[at + i] = (byte) random.nextInt(1 << 1 + round % 8);
                    }
                }
                case 1 -> Arrays.fill(page, at, at + length, (byte) random.nextInt());
                default -> {
                    int distance = 1 + random.nextInt(1 + random.nextInt(at + 1));
                    for (int i = 0; i < length && distance <= at; i++) {
                        page[at + i] = page[at + i - distance];
                    }
                }
            }
            at += length;
        }
        return page;
    }
}
