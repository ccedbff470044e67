package dev.inquest.commands.dump.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpSink;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PartsTest {
    private static final int PARTS = 4;
    private static final int PAGES = 100;

    /** What a writer does with one part. */
    private interface Work {
        DumpWriter.Written write(DumpContents contents, Progress progress) throws IOException;
    }

    private static List<DumpWriter.Written> write(int together, Progress progress, Work work) throws IOException {
        DumpWriter writer = new DumpWriter() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Set<PageCompression> compressions() {
                return Set.of();
            }

            @Override
            public Written write(DumpContents contents, DumpSink sink, Progress of) throws IOException {
                return work.write(contents, of);
            }
        };
        DumpImage image = (DumpImage) Proxy.newProxyInstance(
                PartsTest.class.getClassLoader(), new Class<?>[] {DumpImage.class}, (p, m, a) -> {
                    throw new AssertionError("nobody reads it");
                });
        PageFrames kept = new PageFrames(PARTS * PAGES);
        kept.add(0, PARTS * PAGES);
        List<DumpContents> contents = new ArrayList<>();
        List<DumpSink> sinks = new ArrayList<>();
        for (int i = 0; i < PARTS; i++) {
            contents.add(new DumpContents(
                    image,
                    List.of(),
                    kept,
                    kept,
                    false,
                    i * PAGES,
                    (i + 1) * PAGES,
                    OptionalInt.empty(),
                    null,
                    0,
                    0,
                    List.of(),
                    PageCompression.NONE,
                    1));
            sinks.add(new DumpSink() {
                @Override
                public void write(long offset, ByteBuffer bytes) {}

                @Override
                public void finish() {}

                @Override
                public void close() {}
            });
        }
        return new Parts(writer, contents, sinks, progress).write(together);
    }

    private static DumpWriter.Written written(DumpContents contents, boolean cancelled) {
        return new DumpWriter.Written(contents.end() - contents.first(), 0, 0, contents.first(), cancelled);
    }

    @Test
    void severalAreWrittenAtATimeAndToldOfTogether() throws IOException {
        CountDownLatch begun = new CountDownLatch(3);
        AtomicLong most = new AtomicLong();
        Progress progress = new Progress() {
            @Override
            public void report(String activity, long done, long total) {
                assertEquals(PARTS * PAGES, total);
                most.accumulateAndGet(done, Math::max);
            }

            @Override
            public boolean cancelled() {
                return false;
            }
        };
        List<DumpWriter.Written> all = write(3, progress, (contents, of) -> {
            begun.countDown();
            assertTrue(await(begun), "three at a time");
            of.report("writing", PAGES, PAGES);
            return written(contents, false);
        });
        assertEquals(PARTS * PAGES, most.get());
        // In the parts' order, whoever was done first.
        assertEquals(
                List.of(0L, 100L, 200L, 300L),
                all.stream().map(DumpWriter.Written::bytes).toList());
    }

    @Test
    void oneThatFailsStopsTheOthers() {
        CountDownLatch begun = new CountDownLatch(2);
        AtomicInteger parts = new AtomicInteger();
        IOException failure = assertThrows(
                IOException.class,
                () -> write(2, Progress.NONE, (contents, of) -> {
                    parts.incrementAndGet();
                    begun.countDown();
                    assertTrue(await(begun));
                    if (contents.first() == 0) {
                        throw new IOException("No space left on device");
                    }
                    while (!of.cancelled()) {
                        Thread.onSpinWait();
                    }
                    return written(contents, true);
                }));
        assertEquals("No space left on device", failure.getMessage());
        assertEquals(2, parts.get(), "those that were not begun are left alone");
    }

    @Test
    void anErrorStopsTheOthersToo() {
        CountDownLatch begun = new CountDownLatch(2);
        assertThrows(
                IllegalStateException.class,
                () -> write(2, Progress.NONE, (contents, of) -> {
                    begun.countDown();
                    assertTrue(await(begun));
                    if (contents.first() == PAGES) {
                        throw new IllegalStateException("a bug");
                    }
                    while (!of.cancelled()) {
                        Thread.onSpinWait();
                    }
                    return written(contents, true);
                }));
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
