package dev.inquest.container.flattened;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.FlattenedWriter;
import dev.inquest.testkit.TestSource;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlattenedContainerTest {
    private final FlattenedContainer container = new FlattenedContainer();
    private final byte[] dump = noise(1, 100_000);

    @ParameterizedTest
    @ValueSource(ints = {7, 4096, 60_000, 200_000})
    void givesTheBytesOfTheDumpInsideAndAcrossRecords(int recordSize) throws Exception {
        try (ByteSource source = open(FlattenedWriter.flatten(dump, recordSize))) {
            assertEquals("stream", source.name());
            assertEquals(dump.length, source.size());
            assertArrayEquals(dump, bytes(source, 0, dump.length));
            Random random = new Random(2);
            for (int i = 0; i < 1000; i++) {
                int offset = random.nextInt(dump.length);
                int length = random.nextInt(Math.min(9000, dump.length - offset) + 1);
                assertArrayEquals(Arrays.copyOfRange(dump, offset, offset + length), bytes(source, offset, length));
            }
            assertThrows(IndexOutOfBoundsException.class, () -> source.slice(dump.length, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> source.slice(-1, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> source.slice(5, Long.MAX_VALUE));
        }
    }

    @Test
    void doesNotCopyInsideARecord() throws Exception {
        TestSource stream = TestSource.of(
                "stream", new FlattenedWriter().record(0, dump).end().bytes());
        ByteSource source = container.open(stream, Progress.NONE);
        MemorySegment expected = stream.slice(4096 + 16 + 100, 50);
        assertEquals(expected, source.slice(100, 50));
        source.close();
        assertTrue(stream.closed());
    }

    @Test
    void laterRecordsWinWhereverTheyOverlap() throws Exception {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            byte[] expected = new byte[1000];
            boolean[] covered = new boolean[1000];
            FlattenedWriter writer = new FlattenedWriter();
            for (int i = 0; i < 1 + round % 12; i++) {
                int offset = random.nextInt(990);
                byte[] bytes = noise(random.nextInt(), random.nextInt(Math.min(300, 1000 - offset)));
                System.arraycopy(bytes, 0, expected, offset, bytes.length);
                Arrays.fill(covered, offset, offset + bytes.length, true);
                writer.record(offset, bytes);
            }
            expected[0] = 1;
            writer.record(0, (byte) 1).end();
            covered[0] = true;
            try (ByteSource source = open(writer.bytes())) {
                for (int at = 0; at < 1000; at++) {
                    int offset = at;
                    if (covered[at]) {
                        assertEquals(expected[at], source.slice(at, 1).get(ValueLayout.JAVA_BYTE, 0));
                    } else {
                        assertThrows(IndexOutOfBoundsException.class, () -> source.slice(offset, 1));
                    }
                }
            }
        }
    }

    @Test
    void holesAreNotRead() throws Exception {
        byte[] stream = new FlattenedWriter()
                .record(0, noise(1, 10))
                .record(20, noise(2, 10))
                .end()
                .bytes();
        try (ByteSource source = open(stream)) {
            assertEquals(30, source.size());
            assertThrows(IndexOutOfBoundsException.class, () -> source.slice(9, 2));
            assertThrows(IndexOutOfBoundsException.class, () -> source.slice(15, 1));
            assertThrows(IndexOutOfBoundsException.class, () -> source.slice(0, 30));
            assertEquals(10, source.slice(20, 10).byteSize());
            assertEquals(0, source.slice(12, 0).byteSize());
        }
    }

    @Test
    void truncatedAnywhereItOpensAsFarAsItGoes() {
        byte[] stream = FlattenedWriter.flatten(dump, 1000);
        long last = 0;
        for (int size = 0; size < stream.length; size += 509) {
            byte[] part = Arrays.copyOf(stream, size);
            TestSource whole = TestSource.of("stream", part);
            if (!container.matches(whole)) {
                assertTrue(size < 16);
                continue;
            }
            try (ByteSource source = container.open(whole, Progress.NONE)) {
                assertTrue(source.size() >= last && source.size() <= dump.length);
                last = source.size();
                // The front half comes in the first, third, fifth … record after the stale one.
                int front = (int) Math.clamp((size - 4096 - 1016) / 2032 * 1000L, 0, dump.length / 2);
                assertArrayEquals(Arrays.copyOf(dump, front), bytes(source, 0, front));
            } catch (OpenException e) {
                assertEquals(0, last);
                assertTrue(String.valueOf(e.getMessage()).startsWith("stream: "), e.getMessage());
            }
        }
        assertTrue(last > dump.length - 2000);
    }

    @Test
    void flippedBytesNeverEscapeAsOtherErrors() {
        byte[] stream = FlattenedWriter.flatten(Arrays.copyOf(dump, 3000), 500);
        for (int at = 0; at < stream.length; at++) {
            byte[] flipped = stream.clone();
            flipped[at] ^= (byte) 0xff;
            try (ByteSource source = open(flipped)) {
                source.slice(source.size() - 1, 1);
            } catch (OpenException e) {
                assertTrue(String.valueOf(e.getMessage()).startsWith("stream: "), e.getMessage());
            }
        }
    }

    @Test
    void refusesAnUnknownKind() {
        OpenException e = assertThrows(
                OpenException.class,
                () -> open(new FlattenedWriter(1, 2).record(0, (byte) 1).bytes()));
        assertEquals(
                "stream: flattened form of an unknown kind (type 1, version 2); rewrite it with makedumpfile -R",
                e.getMessage());
        assertFalse(container.matches(TestSource.of("other", noise(1, 5000))));
    }

    private ByteSource open(byte[] stream) throws OpenException {
        return container.open(TestSource.of("stream", stream), Progress.NONE);
    }

    private static byte[] bytes(ByteSource source, long offset, long length) {
        return source.slice(offset, length).toArray(ValueLayout.JAVA_BYTE);
    }

    private static byte[] noise(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
