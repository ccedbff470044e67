package dev.inquest.format.elf;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.DumpImage.Segment;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.Page;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.ElfCoreWriter;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.TestSource;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfDumpFormatTest {
    private static final int PAGE = 4096;
    private static final long DIRECT_MAP = 0xffff_8880_0000_0000L;

    private final PhysicalImage memory = memory();
    private final byte[] dump = writer().write();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void readsSegmentsNotesAndFacts(boolean little) throws Exception {
        ByteOrder order = little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        byte[] notes = new NoteSection(order)
                .registers(12, 1, 2)
                .empty()
                .add("QEMU", 0, new byte[437])
                .vmcoreInfo("OSRELEASE=6.1\nPAGESIZE=4096\nCRASHTIME=1700000000\n")
                .bytes();
        byte[] file = new ElfCoreWriter()
                .order(order)
                .machine(little ? 183 : 21)
                .notes(notes)
                .image(memory, DIRECT_MAP)
                .padding(12345)
                .write();
        try (DumpImage image = open(file)) {
            assertRunsAgree(image);
            assertSame(image);
            assertEquals(new Machine(little ? 183 : 21, order), image.machine());
            assertEquals(
                    List.of("CORE", "QEMU", "VMCOREINFO"),
                    image.notes().stream().map(note -> note.name()).toList());
            assertEquals(
                    "6.1", image.vmcoreInfo().orElseThrow().get("OSRELEASE").orElseThrow());
            assertTrue(image.facts().complete());
            assertTrue(image.facts().partial());
            assertEquals(1_700_000_000L, image.facts().crashTimeSeconds());
            assertEquals(List.of(), image.facts().remarks());
            assertEquals(
                    new Segment(PAGE, DIRECT_MAP + PAGE, 5 * PAGE, 3 * PAGE),
                    image.segments().getFirst());
        }
    }

    @Test
    void aWholePageIsNotCopied() throws Exception {
        try (DumpImage image = open(dump)) {
            assertFalse(((Page.Data) image.page(1)).transientCopy());
        }
    }

    @Test
    void readsExtendedNumbering() throws Exception {
        try (DumpImage image = open(writer().extendedNumbering().write())) {
            assertSame(image);
        }
        ElfCoreWriter many = new ElfCoreWriter();
        for (int i = 0; i < 66_000; i++) {
            many.segment(i * 3L * PAGE, 0, PAGE, (byte) i, (byte) (i >>> 8));
        }
        try (DumpImage image = open(many.write())) {
            assertEquals(66_000, image.segments().size());
            assertEquals(Fault.Kind.NOT_MAPPED, missing(image, 65_999 * 3L + 1).kind());
            assertEquals(Fault.Kind.EXCLUDED, missing(image, 65_999 * 3L).kind());
        }
    }

    @Test
    void segmentsMayOverlapAndComeInAnyOrder() throws Exception {
        byte[] text = pages(6, 2);
        byte[] direct = new byte[8 * PAGE];
        System.arraycopy(text, 0, direct, 2 * PAGE, text.length);
        byte[] file = new ElfCoreWriter()
                .segment(2L * PAGE, 0xffff_ffff_8100_0000L, 2 * PAGE, text)
                .segment(-1, 0xffff_c900_0000_0000L, PAGE, new byte[PAGE])
                .segment(0, DIRECT_MAP, 8 * PAGE, direct)
                .write();
        try (DumpImage image = open(file)) {
            assertRunsAgree(image);
            assertEquals(8, image.endPfn());
            assertEquals(2, image.segments().size());
            for (int pfn = 0; pfn < 8; pfn++) {
                assertArrayEquals(Arrays.copyOfRange(direct, pfn * PAGE, (pfn + 1) * PAGE), bytes(image, pfn));
            }
        }
    }

    @Test
    void aPageThatMemoryEndsInIsFilledUpWithZeros() throws Exception {
        byte[] low = pages(1, 1);
        byte[] half = Arrays.copyOf(low, 0xc00);
        byte[] file = new ElfCoreWriter()
                .segment(0x9_f000, 0, 0xc00, half)
                .segment(0x9_fe00, 0, 0x200, Arrays.copyOfRange(low, 0xe00, 0x1000))
                .write();
        byte[] expected = low.clone();
        Arrays.fill(expected, 0xc00, 0xe00, (byte) 0);
        try (DumpImage image = open(file)) {
            assertRunsAgree(image);
            assertArrayEquals(expected, bytes(image, 0x9f));
            assertTrue(((Page.Data) image.page(0x9f)).transientCopy());
        }
    }

    @Test
    void aPageOfWhichAPartWasFilteredIsExcluded() throws Exception {
        byte[] file = new ElfCoreWriter().segment(0, 0, PAGE, new byte[0x800]).write();
        try (DumpImage image = open(file)) {
            assertRunsAgree(image);
            assertEquals(Fault.Kind.EXCLUDED, missing(image, 0).kind());
        }
    }

    @Test
    void takesThePageSizeFromVmcoreInfo() throws Exception {
        byte[] notes = new NoteSection(ByteOrder.LITTLE_ENDIAN)
                .vmcoreInfo("PAGESIZE=65536\n")
                .bytes();
        byte[] content = pages(3, 32);
        byte[] file = new ElfCoreWriter()
                .notes(notes)
                .segment(0, 0, content.length, content)
                .write();
        try (DumpImage image = open(file)) {
            assertRunsAgree(image);
            assertEquals(65536, image.pageSize());
            assertArrayEquals(Arrays.copyOfRange(content, 65536, 2 * 65536), bytes(image, 1));
        }
    }

    @Test
    void truncatedAnywhereItOpensAsFarAsItGoes() {
        int last = -1;
        for (int size = 0; size < dump.length; size += 173) {
            try (DumpImage image = open(Arrays.copyOf(dump, size))) {
                assertRunsAgree(image);
                assertFalse(image.facts().complete(), "size " + size);
                assertFalse(image.facts().remarks().isEmpty());
                int good = 0;
                for (long pfn : memory.pages().keySet()) {
                    if (image.page(pfn) instanceof Page.Data page) {
                        assertArrayEquals(memory.pages().get(pfn), page.bytes().toArray(ValueLayout.JAVA_BYTE));
                        good++;
                    } else if (pfn < image.endPfn() && image.segments().size() == 3) {
                        assertEquals(Fault.Kind.LOST, missing(image, pfn).kind());
                    }
                }
                assertTrue(good >= last, "size " + size);
                last = good;
            } catch (OpenException e) {
                assertEquals(-1, last, "size " + size);
                assertTrue(String.valueOf(e.getMessage()).startsWith("dump: "), e.getMessage());
            }
        }
        assertEquals(memory.pages().size() - 1, last);
    }

    @Test
    void aFlippedHeaderByteNeverEscapesAsAnotherError() throws Exception {
        int opened = 0;
        for (int at = 0; at < 64 + 4 * 56 + 600; at++) {
            for (int flip : new int[] {0xff, 0x80, 0x01}) {
                byte[] flipped = dump.clone();
                flipped[at] ^= (byte) flip;
                new ElfDumpFormat().probe(TestSource.of("dump", flipped));
                try (DumpImage image = open(flipped)) {
                    opened++;
                    long step = Math.max(1, image.endPfn() / 100);
                    for (long pfn = 0; pfn < image.endPfn() && pfn >= 0; pfn += step) {
                        if (image.page(pfn) instanceof Page.Data page) {
                            assertEquals(image.pageSize(), page.bytes().byteSize());
                        }
                    }
                } catch (OpenException e) {
                    assertTrue(String.valueOf(e.getMessage()).startsWith("dump: "), e.getMessage());
                }
            }
        }
        assertTrue(opened > 500);
    }

    @Test
    void knowsADumpFromOtherElfFiles() {
        assertEquals(100, probe(dump));
        for (int type = 1; type <= 3; type++) {
            assertEquals(0, probe(writer().type(type).write()));
        }
        assertEquals(0, probe(new byte[0]));
        assertEquals(0, probe("\u007fELF is how it begins".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
    }

    @Test
    void refusesWhatItCannotReadInWords() {
        byte[] small = dump.clone();
        small[4] = 1;
        assertRefused(
                "dump: a 32-bit ELF dump; only dumps of 64-bit machines can be read, use crash or gdb for this one",
                small);
        byte[] auxv = new NoteSection(ByteOrder.LITTLE_ENDIAN)
                .add("CORE", 6, new byte[32])
                .bytes();
        assertRefused(
                "dump: a core file of a user process, not of a kernel; use gdb for it",
                new ElfCoreWriter().notes(auxv).image(memory, 0).write());
        assertRefused(
                "dump: an ELF core file without any memory (no PT_LOAD with a physical address); copy the dump again",
                new ElfCoreWriter().notes(new byte[12]).write());
    }

    private static void assertRefused(String message, byte[] file) {
        assertEquals(
                message, assertThrows(OpenException.class, () -> open(file)).getMessage());
    }

    private void assertSame(DumpImage image) {
        assertEquals(memory.endPfn(), image.endPfn());
        for (long pfn = -1; pfn < memory.endPfn() + 2; pfn++) {
            byte[] page = memory.pages().get(pfn);
            if (page != null) {
                assertArrayEquals(page, bytes(image, pfn));
            } else {
                Fault.Kind kind = memory.isMemory(pfn) ? Fault.Kind.EXCLUDED : Fault.Kind.NOT_MAPPED;
                assertEquals(kind, missing(image, pfn).kind(), "page frame " + pfn);
            }
        }
    }

    private ElfCoreWriter writer() {
        byte[] notes = new NoteSection(ByteOrder.LITTLE_ENDIAN)
                .registers(12, 1, 2)
                .vmcoreInfo("OSRELEASE=6.1\n")
                .bytes();
        return new ElfCoreWriter().notes(notes).image(memory, DIRECT_MAP);
    }

    private static PhysicalImage memory() {
        PhysicalImage image = new PhysicalImage(PAGE);
        for (int pfn : new int[] {1, 2, 3, 9, 10, 20}) {
            image.page(pfn, pages(pfn, 1));
        }
        return image.exclude(4).exclude(5);
    }

    private static byte[] pages(int seed, int count) {
        byte[] bytes = new byte[count * PAGE];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Checks that the runs follow one another to the end, and that each frame is as its run says. */
    private static void assertRunsAgree(DumpImage image) {
        long pfn = 0;
        while (pfn < image.endPfn()) {
            DumpImage.Run run = image.run(pfn);
            assertEquals(pfn, run.first());
            assertTrue(run.end() > pfn && run.end() <= image.endPfn(), run.toString());
            for (; pfn < run.end(); pfn++) {
                assertEquals(run.missing() != null, image.page(pfn) instanceof Page.Missing, pfn + " in " + run);
            }
        }
    }

    private static DumpImage open(byte[] file) throws OpenException {
        return new ElfDumpFormat().open(List.of(TestSource.of("dump", file)), Progress.NONE);
    }

    private static int probe(byte[] file) {
        return new ElfDumpFormat().probe(TestSource.of("dump", file));
    }

    private static byte[] bytes(DumpImage image, long pfn) {
        return ((Page.Data) image.page(pfn)).bytes().toArray(ValueLayout.JAVA_BYTE);
    }

    private static Page.Missing missing(DumpImage image, long pfn) {
        return (Page.Missing) image.page(pfn);
    }
}
