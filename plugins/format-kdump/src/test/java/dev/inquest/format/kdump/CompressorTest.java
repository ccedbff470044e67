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

    /** The places that are remembered from page to page begin anew before they overflow. */
    @ParameterizedTest
    @EnumSource(
            value = Compression.class,
            names = {"LZO", "SNAPPY"})
    void goesOnForever(Compression compression) throws Exception {
        byte[] page = new byte[1 << 18];
        Arrays.fill(page, 1000, 200_000, (byte) 9);
        byte[] out = new byte[Compressor.room(page.length)];
        try (Compressor compressor = compressor(compression);
                Decompressor decompressor = compression.open()) {
            int first = compressor.compress(page, out, 0);
            for (int i = 0; i < Integer.MAX_VALUE / page.length + 2; i++) {
                assertEquals(first, compressor.compress(page, out, 0));
            }
            byte[] back = new byte[page.length];
            decompressor.decompress(MemorySegment.ofArray(out).asSlice(0, first), back);
            assertArrayEquals(page, back);
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
