package dev.inquest.format.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.capture.DumpContents;
import dev.inquest.api.capture.DumpWriter.Written;
import dev.inquest.api.capture.PageCompression;
import dev.inquest.api.capture.PageFrames;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpImage.Segment;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.ElfCoreWriter;
import dev.inquest.testkit.MemorySink;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.TestSource;
import dev.inquest.testkit.WholeDump;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfDumpWriterTest {
    private static final int PAGE = 4096;
    private static final long DIRECT_MAP = 0xffff_8880_0000_0000L;
    private static final long TEXT = 0xffff_ffff_8100_0000L;
    private static final int END = 2000;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void writesWhatIsReadBack(boolean little) throws Exception {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] notes = new NoteSection(order)
                .registers(12, 1, 2)
                .vmcoreInfo("OSRELEASE=6.1\nPAGESIZE=4096\n")
                .add("ERASEINFO", 0, "erase secret\n".getBytes(StandardCharsets.US_ASCII))
                .bytes();
        PhysicalImage memory = memory(0, 100, 300, 500, 600, END);
        byte[] dump = new ElfCoreWriter()
                .order(order)
                .machine(little ? 183 : 21)
                .notes(notes)
                .image(memory, DIRECT_MAP)
                .write();
        try (DumpImage source = open(dump)) {
            MemorySink sink = new MemorySink();
            Written written = new ElfDumpWriter().write(contents(source), sink, Progress.NONE);
            assertEquals(memory.pages().size(), written.pages());
            assertEquals(sink.bytes().length, written.bytes());
            try (DumpImage image = open(sink.bytes())) {
                assertSame(memory, image);
                assertEquals(source.machine(), image.machine());
                assertEquals(source.segments(), image.segments());
                assertEquals(3, image.notes().size());
                assertEquals(
                        List.of("Data was erased from the dump: erase secret"),
                        image.facts().remarks());
                assertEquals(
                        "6.1", image.vmcoreInfo().orElseThrow().get("OSRELEASE").orElseThrow());
                assertTrue(image.facts().complete());
            }
        }
    }

    /** Gaps of 256 pages and more go; the pages of shorter ones stay, since the source has them. */
    @Test
    void leavesLongGapsOut() throws Exception {
        PhysicalImage memory = memory(10, END);
        try (DumpImage source = open(elf(memory))) {
            DumpContents contents = contents(source);
            contents.kept().remove(10, 20); // at the beginning: however short
            contents.kept().remove(100, 355);
            contents.kept().remove(500, 756);
            contents.kept().remove(1990, END);
            MemorySink sink = new MemorySink();
            new ElfDumpWriter().write(contents, sink, Progress.NONE);
            try (DumpImage image = open(sink.bytes())) {
                PhysicalImage expected = memory(10, END);
                LongStream.concat(
                                LongStream.range(10, 20),
                                LongStream.concat(LongStream.range(500, 756), LongStream.range(1990, END)))
                        .forEach(expected::exclude);
                assertSame(expected, image);
                assertEquals(
                        List.of(
                                new Segment(10 * PAGE, DIRECT_MAP + 10 * PAGE, 10 * PAGE, 0),
                                new Segment(20 * PAGE, DIRECT_MAP + 20 * PAGE, 736 * PAGE, 480 * PAGE),
                                new Segment(756 * PAGE, DIRECT_MAP + 756 * PAGE, 1244 * PAGE, 1234 * PAGE)),
                        image.segments());
                assertTrue(image.facts().partial());
            }
            // makedumpfile would map the file otherwise, and read what it has not got.
            assertFalse(fileOffset(sink.bytes(), 3) % PAGE == 0);
        }
    }

    /** A dump that was filtered before cannot give the pages of a gap, however short: they stay out. */
    @Test
    void gapsOfTheSourceStayGaps() throws Exception {
        PhysicalImage memory = memory(0, END);
        LongStream.range(100, 103).forEach(memory::exclude);
        try (DumpImage source = open(elf(memory))) {
            MemorySink sink = new MemorySink();
            Written written = new ElfDumpWriter().write(contents(source), sink, Progress.NONE);
            assertEquals(0, written.lost());
            try (DumpImage image = open(sink.bytes())) {
                assertSame(memory, image);
            }
        }
    }

    @Test
    void leavesZerosOut() throws Exception {
        PhysicalImage memory = memory(0, END);
        LongStream.range(300, 900).forEach(pfn -> memory.page(pfn));
        LongStream.range(1000, 1003).forEach(pfn -> memory.page(pfn));
        try (DumpImage source = open(elf(memory))) {
            for (int threads = 1; threads < 4; threads++) {
                DumpContents all = contents(source);
                DumpContents contents = new DumpContents(
                        source,
                        all.notes(),
                        all.memory(),
                        all.kept(),
                        true,
                        0,
                        all.end(),
                        all.dumpLevel(),
                        null,
                        0,
                        0,
                        all.segments(),
                        PageCompression.NONE,
                        threads);
                MemorySink sink = new MemorySink();
                Written written = new ElfDumpWriter().write(contents, sink, Progress.NONE);
                assertEquals(600, written.zeros());
                assertEquals(1400, written.pages());
                try (DumpImage image = open(sink.bytes())) {
                    assertEquals(Fault.Kind.EXCLUDED, missing(image, 300).kind());
                    assertEquals(Fault.Kind.EXCLUDED, missing(image, 899).kind());
                    assertArrayEquals(new byte[PAGE], bytes(image, 1001));
                    assertArrayEquals(memory.pages().get(900L), bytes(image, 900));
                }
            }
        }
    }

    /** The kernel's text is in two segments of /proc/vmcore, the second of which needs no pages of its own. */
    @Test
    void theKernelsTextHasTwoAddresses() throws Exception {
        PhysicalImage memory = memory(0, END);
        try (DumpImage source = open(elf(memory))) {
            DumpContents all = WholeDump.of(source, PageCompression.NONE);
            DumpContents contents = new DumpContents(
                    source,
                    all.notes(),
                    all.memory(),
                    all.kept(),
                    false,
                    0,
                    all.end(),
                    all.dumpLevel(),
                    null,
                    0,
                    0,
                    List.of(
                            new Segment(500 * PAGE, TEXT, 300 * PAGE, 0),
                            new Segment(0, DIRECT_MAP, (long) END * PAGE, 0)),
                    PageCompression.NONE,
                    1);
            contents.kept().remove(700, 1000);
            MemorySink sink = new MemorySink();
            Written written = new ElfDumpWriter().write(contents, sink, Progress.NONE);
            assertEquals(1700, written.pages());
            try (DumpImage image = open(sink.bytes())) {
                assertEquals(
                        List.of(
                                new Segment(0, DIRECT_MAP, 1000 * PAGE, 700 * PAGE),
                                new Segment(1000 * PAGE, DIRECT_MAP + 1000 * PAGE, 1000 * PAGE, 1000 * PAGE),
                                new Segment(500 * PAGE, TEXT, 300 * PAGE, 200 * PAGE)),
                        image.segments());
            }
            int page = (int) fileOffset(sink.bytes(), 3);
            assertArrayEquals(memory.pages().get(500L), Arrays.copyOfRange(sink.bytes(), page, page + PAGE));
        }
    }

    @Test
    void pagesThatTheSourceLosesAreLeftOut() throws Exception {
        PhysicalImage memory = memory(0, END);
        byte[] whole = elf(memory);
        byte[] cut = Arrays.copyOf(whole, whole.length - 700 * PAGE - 5);
        try (DumpImage source = open(cut)) {
            DumpContents contents = WholeDump.of(source, PageCompression.NONE);
            contents.kept().add(0, END);
            MemorySink sink = new MemorySink();
            Written written = new ElfDumpWriter().write(contents, sink, Progress.NONE);
            assertEquals(701, written.lost());
            assertEquals(END - 701, written.pages());
            try (DumpImage image = open(sink.bytes())) {
                assertArrayEquals(memory.pages().get(5L), bytes(image, 5));
                assertEquals(Fault.Kind.EXCLUDED, missing(image, END - 1).kind());
            }
        }
    }

    /** More segments than e_phnum can tell. */
    @Test
    void writesExtendedNumbering() throws Exception {
        PhysicalImage memory = new PhysicalImage(PAGE);
        int count = 70_000;
        memory.page(0, new byte[] {1});
        memory.endPfn(2L * count);
        try (DumpImage source = open(elf(memory))) {
            PageFrames every = new PageFrames(2L * count);
            for (long pfn = 0; pfn < 2L * count; pfn += 2) {
                every.add(pfn);
            }
            PageFrames kept = new PageFrames(2L * count);
            kept.add(0);
            DumpContents many = new DumpContents(
                    source,
                    List.of(),
                    every,
                    kept,
                    false,
                    0,
                    2L * count,
                    OptionalInt.empty(),
                    null,
                    0,
                    0,
                    List.of(),
                    PageCompression.NONE,
                    1);
            MemorySink sink = new MemorySink();
            new ElfDumpWriter().write(many, sink, Progress.NONE);
            try (DumpImage image = open(sink.bytes())) {
                assertEquals(count, image.segments().size());
                assertEquals(1, bytes(image, 0)[0]);
                assertEquals(List.of(), image.facts().remarks());
            }
        }
    }

    @Test
    void aFullDiskEndsItAndSoDoesTheUser() throws Exception {
        try (DumpImage source = open(elf(memory(0, END)))) {
            IOException e = assertThrows(
                    IOException.class,
                    () -> new ElfDumpWriter().write(contents(source), new MemorySink(3_000_000), Progress.NONE));
            assertEquals("No space left on device", e.getMessage());
            Progress stop = new Progress() {
                @Override
                public void report(String activity, long done, long total) {}

                @Override
                public boolean cancelled() {
                    return true;
                }
            };
            assertTrue(new ElfDumpWriter()
                    .write(contents(source), new MemorySink(), stop)
                    .cancelled());
        }
    }

    private static DumpContents contents(DumpImage source) {
        return WholeDump.of(source, PageCompression.NONE);
    }

    private static byte[] elf(PhysicalImage memory) {
        return new ElfCoreWriter().image(memory, DIRECT_MAP).write();
    }

    /** Memory in ranges of page frames, given by their first ones and those behind them in turn. */
    private static PhysicalImage memory(long... borders) {
        PhysicalImage image = new PhysicalImage(PAGE);
        for (int i = 0; i < borders.length; i += 2) {
            for (long pfn = borders[i]; pfn < borders[i + 1]; pfn++) {
                byte[] page = new byte[PAGE];
                new Random(pfn).nextBytes(page);
                image.page(pfn, page);
            }
        }
        return image;
    }

    private static DumpImage open(byte[] file) throws OpenException {
        return new ElfDumpFormat().open(List.of(TestSource.of("dump", file)), Progress.NONE);
    }

    private static void assertSame(PhysicalImage expected, DumpImage actual) {
        for (long pfn = 0; pfn <= expected.endPfn(); pfn++) {
            byte[] page = expected.pages().get(pfn);
            if (page != null) {
                assertArrayEquals(page, bytes(actual, pfn), "page frame " + pfn);
            } else {
                Fault.Kind kind = expected.isMemory(pfn) ? Fault.Kind.EXCLUDED : Fault.Kind.NOT_MAPPED;
                assertEquals(kind, missing(actual, pfn).kind(), "page frame " + pfn);
            }
        }
    }

    private static byte[] bytes(DumpImage image, long pfn) {
        return switch (image.page(pfn)) {
            case Page.Data page -> page.bytes().toArray(ValueLayout.JAVA_BYTE);
            case Page.Missing missing -> throw new AssertionError(pfn + ": " + missing);
        };
    }

    private static Page.Missing missing(DumpImage image, long pfn) {
        return (Page.Missing) image.page(pfn);
    }

    private static long fileOffset(byte[] dump, int programHeader) {
        return ByteBuffer.wrap(dump).order(ByteOrder.LITTLE_ENDIAN).getLong(64 + 56 * programHeader + 8);
    }
}
