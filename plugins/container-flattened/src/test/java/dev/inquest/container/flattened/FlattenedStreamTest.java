package dev.inquest.container.flattened;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.FlattenedWriter;
import dev.inquest.testkit.MemorySink;
import dev.inquest.testkit.TestSource;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FlattenedStreamTest {
    private final FlattenedContainer container = new FlattenedContainer();
    private final byte[] dump = noise();

    @Test
    void writesWhatTheReferenceWriterWrites() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (DumpSink sink = container.wrap(stream).orElseThrow()) {
            sink.write(5000, ByteBuffer.wrap(dump, 5000, 100));
            ByteBuffer direct = ByteBuffer.allocateDirect(90_000);
            sink.write(7, direct.put(dump, 7, 90_000).flip());
            sink.write(0, ByteBuffer.allocate(0));
            sink.writeZeros(200_000, 10);
            sink.finish();
        }
        assertArrayEquals(
                new FlattenedWriter()
                        .record(5000, Arrays.copyOfRange(dump, 5000, 5100))
                        .record(7, Arrays.copyOfRange(dump, 7, 90_007))
                        .record(200_000, new byte[10])
                        .end()
                        .bytes(),
                stream.toByteArray());
    }

    @Test
    void theLastWordAtAPlaceCounts() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        try (DumpSink sink = container.wrap(stream).orElseThrow()) {
            sink.write(0, ByteBuffer.allocate(5000));
            sink.write(5000, ByteBuffer.wrap(dump, 5000, dump.length - 5000));
            sink.write(0, ByteBuffer.wrap(dump, 0, 5000));
            sink.finish();
        }
        try (ByteSource source = container.open(TestSource.of("s", stream.toByteArray()), Progress.NONE)) {
            assertArrayEquals(dump, source.slice(0, source.size()).toArray(ValueLayout.JAVA_BYTE));
        }
        MemorySink rearranged = new MemorySink();
        assertEquals(
                dump.length,
                container
                        .unwrap(new ByteArrayInputStream(stream.toByteArray()), rearranged, Progress.NONE)
                        .orElseThrow());
        assertArrayEquals(dump, rearranged.bytes());
    }

    @Test
    void rearrangesStreams() throws Exception {
        for (int recordSize : new int[] {7, 4096, 200_000}) {
            MemorySink sink = new MemorySink();
            byte[] stream = FlattenedWriter.flatten(dump, recordSize);
            long size = container
                    .unwrap(new ByteArrayInputStream(stream), sink, Progress.NONE)
                    .orElseThrow();
            assertEquals(dump.length, size);
            assertArrayEquals(dump, sink.bytes());
        }
    }

    @Test
    void refusesStreamsThatAreNotWhole() {
        byte[] stream = FlattenedWriter.flatten(dump, 30_000);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] cut = Arrays.copyOf(stream, random.nextInt(stream.length));
            String message = refused(cut);
            assertTrue(message.contains("after " + cut.length + " bytes"), message);
        }
        assertTrue(refused(dump).contains("not a dump in flattened form"));
        assertTrue(refused(new FlattenedWriter(1, 2).end().bytes()).contains("version 2"));
        assertTrue(refused(new FlattenedWriter().end().bytes()).contains("without any data"));
        byte[] damaged = stream.clone();
        damaged[4096] = (byte) 0x80;
        assertTrue(refused(damaged).contains("damaged before its byte 4112"));
        byte[] endless = new FlattenedWriter().record(0, new byte[1]).end().bytes();
        endless[4096 + 8 + 2] = 1;
        assertTrue(refused(endless).contains("cut off"));
    }

    /** Bytes changed anywhere give a dump or a refusal, in bounded memory. */
    @Test
    void survivesDamage() {
        byte[] stream = FlattenedWriter.flatten(Arrays.copyOf(dump, 3000), 100);
        Random random = new Random(6);
        for (int i = 0; i < 2000; i++) {
            byte[] damaged = stream.clone();
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            try {
                container.unwrap(new ByteArrayInputStream(damaged), new MemorySink(1 << 20), Progress.NONE);
            } catch (OpenException | IOException e) {
                assertTrue(String.valueOf(e.getMessage()).length() > 10);
            }
        }
    }

    @Test
    void aClosedPipeIsSaid() throws Exception {
        OutputStream pipe = new OutputStream() {
            private int room = 10_000;

            @Override
            public void write(int value) throws IOException {
                if (room-- == 0) {
                    throw new IOException("Broken pipe");
                }
            }
        };
        try (DumpSink sink = container.wrap(pipe).orElseThrow()) {
            sink.write(0, ByteBuffer.wrap(dump, 0, 1000));
            IOException e =
                    assertThrows(IOException.class, () -> sink.write(1000, ByteBuffer.wrap(dump, 1000, 10_000)));
            assertEquals(
                    "the flattened dump cannot be written on: Broken pipe; what took it from the pipe has ended, or has no room left",
                    e.getMessage());
        }
    }

    private String refused(byte[] stream) {
        return String.valueOf(assertThrows(
                        OpenException.class,
                        () -> container.unwrap(new ByteArrayInputStream(stream), new MemorySink(), Progress.NONE))
                .getMessage());
    }

    private static byte[] noise() {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        return bytes;
    }
}
