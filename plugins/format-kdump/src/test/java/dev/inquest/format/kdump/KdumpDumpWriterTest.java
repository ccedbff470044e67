package dev.inquest.format.kdump;

import static dev.inquest.format.kdump.Samples.memory;
import static dev.inquest.format.kdump.Samples.open;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter.Written;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.StoredPages;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.KdumpWriter;
import dev.inquest.testkit.MemorySink;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.WholeDump;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class KdumpDumpWriterTest {
    private static final int MANY = 3000;

    @ParameterizedTest
    @EnumSource(PageCompression.class)
    void writesWhatIsReadBack(PageCompression compression) throws Exception {
        for (ByteOrder order : new ByteOrder[] {ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
            for (int pageSize : new int[] {4096, 1 << 16}) {
                PhysicalImage memory = memory(pageSize);
                byte[] notes = new NoteSection(order)
                        .registers(11, 1, 2, 3)
                        .registers(12, 4, 5, 6)
                        .vmcoreInfo("OSRELEASE=6.1.0-test\nPAGESIZE=" + pageSize + "\n")
                        .bytes();
                try (DumpImage source = open(new KdumpWriter(memory)
                                .order(order)
                                .notes(notes)
                                .write());
                        DumpImage written = open(write(WholeDump.of(source, compression)))) {
                    Samples.assertSame(memory, written);
                    assertEquals(source.machine(), written.machine());
                    assertEquals("kdump-compressed v6", written.facts().format());
                    assertEquals(source.facts().uts(), written.facts().uts());
                    assertEquals(
                            source.facts().crashTimeSeconds(), written.facts().crashTimeSeconds());
                    assertEquals(31, written.facts().dumpLevel().orElseThrow());
                    assertTrue(written.facts().complete());
                    assertEquals(3, written.notes().size());
                    assertEquals(
                            "6.1.0-test",
                            written.vmcoreInfo().orElseThrow().get("OSRELEASE").orElseThrow());
                }
            }
        }
    }

    /** What was erased from a dump is told of the dump that is made of it, too: in its own place, and not among the notes of the kernel. */
    @Test
    void tellsWhatWasErasedFromTheSource() throws Exception {
        byte[] notes = new NoteSection(ByteOrder.LITTLE_ENDIAN)
                .registers(11, 1, 2, 3)
                .vmcoreInfo("OSRELEASE=6.1.0-test\n")
                .bytes();
        String text = "erase secret.key 32\nerase x\n";
        byte[] first =
                new KdumpWriter(memory(4096)).notes(notes).eraseInfo(text).write();
        try (DumpImage source = open(first)) {
            byte[] bytes = write(WholeDump.of(source, PageCompression.LZO));
            ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            int place = (int) file.getLong(4096 + 0x40);
            assertEquals(text, new String(bytes, place, (int) file.getLong(4096 + 0x48), StandardCharsets.US_ASCII));
            assertEquals(notes.length, file.getLong(4096 + 0x38));
            try (DumpImage written = open(bytes)) {
                assertEquals(source.facts().remarks(), written.facts().remarks());
                assertEquals(3, written.notes().size());
                Samples.assertSame(memory(4096), written);
            }
        }
    }

    /** The reference writer of the test kit lays a dump out as makedumpfile does: all but the data must be the same to the byte. */
    @Test
    void laysTheFileOutAsMakedumpfileDoes() throws Exception {
        PhysicalImage memory = memory(4096);
        byte[] expected = new KdumpWriter(memory)
                .compression(dev.inquest.testkit.PageCompression.ZLIB)
                .write();
        try (DumpImage source = open(expected)) {
            byte[] actual = write(WholeDump.of(source, PageCompression.ZLIB));
            Arrays.fill(expected, 0x1a0, 0x1a8, (byte) 0); // the time's microseconds, which an image does not tell
            Arrays.fill(expected, 0x1cc, 0x1d0, (byte) 0); // the number of CPUs: there are no notes to count
            Arrays.fill(expected, 0x1058, 0x1060, (byte) 0); // end_pfn_64, which makedumpfile sets in parts alone
            assertArrayEquals(expected, actual);
        }
    }

    @Test
    void copiesPackedPagesAsTheyAre() throws Exception {
        byte[] zlib = new KdumpWriter(many())
                .compression(dev.inquest.testkit.PageCompression.ZLIB)
                .write();
        // Bytes that no longer unpack show that they were copied: read and packed again, the page would be lost.
        try (DumpImage source = open(zlib.clone())) {
            StoredPages.Stored stored = null;
            for (long pfn = 0; stored == null || stored.compression() == PageCompression.NONE; pfn++) {
                stored = ((StoredPages) source).stored(pfn);
            }
            zlib[indexOf(zlib, stored.bytes().toArray(ValueLayout.JAVA_BYTE)) + 200] ^= 0x55;
        }
        try (DumpImage source = open(zlib)) {
            MemorySink sink = new MemorySink();
            Written written =
                    new KdumpDumpWriter().write(WholeDump.of(source, PageCompression.ZLIB), sink, Progress.NONE);
            assertEquals(0, written.lost());
            assertEquals(zlib.length, sink.bytes().length);
            written = new KdumpDumpWriter()
                    .write(WholeDump.of(source, PageCompression.LZO), new MemorySink(), Progress.NONE);
            assertEquals(1, written.lost());
        }
    }

    private static int indexOf(byte[] bytes, byte[] sought) {
        int at = 0;
        while (!Arrays.equals(bytes, at, at + sought.length, sought, 0, sought.length)) {
            at++;
        }
        return at;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void severalThreadsKeepTheOrder(int threads) throws Exception {
        PhysicalImage memory = many();
        try (DumpImage source = open(new KdumpWriter(memory).write())) {
            DumpContents all = WholeDump.of(source, PageCompression.LZO);
            DumpContents contents = new DumpContents(
                    source,
                    all.notes(),
                    all.memory(),
                    all.kept(),
                    true,
                    0,
                    all.end(),
                    all.dumpLevel(),
                    all.uts(),
                    0,
                    0x1234_5000,
                    all.segments(),
                    PageCompression.LZO,
                    threads);
            MemorySink sink = new MemorySink();
            Written written = new KdumpDumpWriter().write(contents, sink, Progress.NONE);
            assertEquals(memory.pages().size(), written.pages());
            assertEquals(
                    memory.pages().values().stream()
                            .filter(page -> Arrays.equals(page, new byte[4096]))
                            .count(),
                    written.zeros());
            assertEquals(sink.bytes().length, written.bytes());
            assertEquals(
                    0x1234_5000,
                    ByteBuffer.wrap(sink.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong(4096));
            try (DumpImage image = open(sink.bytes())) {
                Samples.assertSame(memory, image);
            }
        }
    }

    @Test
    void partsTogetherAreTheDump() throws Exception {
        PhysicalImage memory = many();
        try (DumpImage source = open(new KdumpWriter(memory).write())) {
            DumpContents all = WholeDump.of(source, PageCompression.SNAPPY);
            byte[][] parts = new byte[3][];
            for (int i = 0; i < parts.length; i++) {
                parts[i] = write(WholeDump.part(all, i * 1024L, i == 2 ? all.end() : (i + 1) * 1024L));
            }
            try (DumpImage image = open(parts)) {
                Samples.assertSame(memory, image);
                assertTrue(image.facts().complete());
                // One dump again, from parts that are compressed as it is to be: the same to the byte as written at
                // once.
                assertArrayEquals(write(all), write(WholeDump.of(image, PageCompression.SNAPPY)));
            }
        }
    }

    @Test
    void pagesThatTheSourceLosesAreLeftOut() throws Exception {
        PhysicalImage memory = many();
        byte[] whole = new KdumpWriter(memory).write();
        byte[] cut = Arrays.copyOf(whole, whole.length * 2 / 3);
        try (DumpImage source = open(cut)) {
            MemorySink sink = new MemorySink();
            DumpContents contents = WholeDump.of(source, PageCompression.ZSTD);
            Written written = new KdumpDumpWriter().write(contents, sink, Progress.NONE);
            assertTrue(written.lost() > 0);
            assertEquals(contents.kept().count(), written.pages() + written.lost());
            try (DumpImage image = open(sink.bytes())) {
                for (long pfn = 0; pfn < image.endPfn(); pfn++) {
                    if (source.page(pfn) instanceof Page.Data) {
                        assertArrayEquals(Samples.bytes(source, pfn), Samples.bytes(image, pfn));
                    } else {
                        Fault.Kind kind = memory.isMemory(pfn) ? Fault.Kind.EXCLUDED : Fault.Kind.NOT_MAPPED;
                        assertEquals(kind, Samples.missing(image, pfn).kind());
                    }
                }
            }
        }
    }

    @Test
    void aFullDiskEndsIt() throws Exception {
        PhysicalImage memory = many();
        try (DumpImage source = open(new KdumpWriter(memory).write())) {
            DumpContents contents = WholeDump.of(source, PageCompression.ZLIB);
            int size = write(contents).length;
            for (int room : new int[] {0, 5000, size / 2, size - 1}) {
                IOException e = assertThrows(
                        IOException.class,
                        () -> new KdumpDumpWriter().write(contents, new MemorySink(room), Progress.NONE));
                assertEquals("No space left on device", e.getMessage());
            }
        }
    }

    @Test
    void stopsWhenTheUserSaysSo() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Progress progress = new Progress() {
            @Override
            public void report(String activity, long done, long total) {
                assertTrue(done <= total);
            }

            @Override
            public boolean cancelled() {
                return asked.incrementAndGet() > 8;
            }
        };
        try (DumpImage source = open(new KdumpWriter(many()).write())) {
            DumpContents contents = WholeDump.of(source, PageCompression.ZLIB);
            Written written = new KdumpDumpWriter().write(contents, new MemorySink(), progress);
            assertTrue(written.cancelled());
            assertTrue(written.pages() < MANY);
            assertFalse(new KdumpDumpWriter()
                    .write(contents, new MemorySink(), Progress.NONE)
                    .cancelled());
        }
    }

    /** More pages than one batch takes, with gaps between them. */
    private static PhysicalImage many() {
        PhysicalImage image = new PhysicalImage(4096);
        Random random = new Random(99);
        for (long pfn = 0; pfn < MANY; pfn++) {
            byte[] page = new byte[4096];
            if (random.nextInt(4) != 0) {
                for (int i = 0; i < page.length; i += 1 + random.nextInt(40)) {
                    page[i] = (byte) random.nextInt(20);
                }
            }
            if (random.nextInt(10) == 0) {
                image.exclude(pfn);
            } else if (random.nextInt(10) != 0) {
                image.page(pfn, page);
            }
        }
        return image;
    }

    private static byte[] write(DumpContents contents) throws IOException {
        MemorySink sink = new MemorySink();
        new KdumpDumpWriter().write(contents, sink, Progress.NONE);
        return sink.bytes();
    }
}
