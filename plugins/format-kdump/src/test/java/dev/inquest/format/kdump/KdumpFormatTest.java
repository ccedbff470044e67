package dev.inquest.format.kdump;

import static dev.inquest.format.kdump.Samples.assertSame;
import static dev.inquest.format.kdump.Samples.memory;
import static dev.inquest.format.kdump.Samples.missing;
import static dev.inquest.format.kdump.Samples.open;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.DumpFacts;
import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.memory.Fault;
import dev.inquest.api.progress.Progress;
import dev.inquest.testkit.KdumpWriter;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PageCompression;
import dev.inquest.testkit.PhysicalImage;
import dev.inquest.testkit.TestSource;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class KdumpFormatTest {

    record Form(int version, int blockSize, PageCompression compression) {}

    static Stream<Form> forms() {
        return IntStream.rangeClosed(0, 6)
                .boxed()
                .flatMap(version -> Stream.of(4096, 16384, 65536)
                        .flatMap(size ->
                                Stream.of(PageCompression.values()).map(packing -> new Form(version, size, packing))));
    }

    @ParameterizedTest
    @MethodSource("forms")
    void readsEveryVersionBlockSizeAndCompression(Form form) throws Exception {
        PhysicalImage memory = memory(form.blockSize());
        byte[] notes = new NoteSection(ByteOrder.LITTLE_ENDIAN)
                .registers(17, 1, 2, 3)
                .registers(0, 4)
                .bytes();
        byte[] file = new KdumpWriter(memory)
                .version(form.version())
                .compression(form.compression())
                .notes(notes)
                .vmcoreInfo("OSRELEASE=6.1.0-test\nPAGESIZE=" + form.blockSize() + "\n")
                .eraseInfo("erase secret\n")
                .write();
        try (DumpImage image = open(file)) {
            assertSame(memory, image);
            assertEquals(List.of("part0"), image.names());
            assertEquals(new Machine(Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN), image.machine());
            assertEquals(List.of(), image.segments());
            DumpFacts facts = image.facts();
            assertEquals("kdump-compressed v" + form.version(), facts.format());
            assertTrue(facts.complete());
            assertTrue(facts.partial());
            assertEquals(form.version() >= 1 ? OptionalInt.of(31) : OptionalInt.empty(), facts.dumpLevel());
            assertEquals(1_700_000_000L, facts.crashTimeSeconds());
            DumpFacts.Uts uts = facts.uts();
            assertEquals(new DumpFacts.Uts("Linux", "testbox", "6.1.0-test", "#1 SMP test", "x86_64", "(none)"), uts);
            assertEquals(
                    form.version() >= 5 ? List.of("Data was erased from the dump: erase secret") : List.of(),
                    facts.remarks());
            assertEquals(form.version() >= 3, image.vmcoreInfo().isPresent());
            assertEquals(
                    form.version() >= 5 ? 3 : form.version() >= 4 ? 2 : 0,
                    image.notes().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void readsBigEndianMachines(int version) throws Exception {
        PhysicalImage memory = memory(65536);
        byte[] notes = new NoteSection(ByteOrder.BIG_ENDIAN)
                .registers(17, 1, 2, 3)
                .vmcoreInfo("OSRELEASE=big\n")
                .bytes();
        byte[] file = new KdumpWriter(memory)
                .version(version)
                .order(ByteOrder.BIG_ENDIAN)
                .uts("6.1.0", "ppc64")
                .compression(PageCompression.LZO)
                .notes(notes)
                .write();
        try (DumpImage image = open(file)) {
            assertSame(memory, image);
            assertEquals(new Machine(Machine.EM_PPC64, ByteOrder.BIG_ENDIAN), image.machine());
            if (version >= 4) {
                assertEquals(
                        "big", image.vmcoreInfo().orElseThrow().get("OSRELEASE").orElseThrow());
            }
        }
    }

    @Test
    void readsPagesOfSeveralCompressionsAndTheOldSignature() throws Exception {
        PhysicalImage memory = memory(4096);
        PageCompression[] all = PageCompression.values();
        byte[] file = new KdumpWriter(memory)
                .signature("DISKDUMP")
                .shareZeros(false)
                .compression(pfn -> all[(int) (pfn % all.length)])
                .write();
        try (DumpImage image = open(file)) {
            assertSame(memory, image);
            assertEquals("diskdump v6", image.facts().format());
            assertTrue(image.facts().partial(), "found by comparing the bitmaps");
        }
    }

    @Test
    void saysWhatTheDumpLevelLeftOut() throws Exception {
        PhysicalImage memory = memory(4096);
        try (DumpImage image = open(new KdumpWriter(memory).dumpLevel(17).write())) {
            assertEquals(
                    "page excluded by dump level 17 (zero, free)",
                    missing(image, 7).detail());
        }
        try (DumpImage image = open(new KdumpWriter(memory).dumpLevel(1).write())) {
            assertFalse(image.facts().partial());
            assertEquals(
                    "page left out when the dump was filtered",
                    missing(image, 7).detail());
        }
    }

    @Test
    void tellsAnIncompleteDumpAndItsUnwrittenPages() throws Exception {
        try (DumpImage image =
                open(new KdumpWriter(memory(4096)).incompleteFrom(20).write())) {
            assertFalse(image.facts().complete());
            assertEquals(
                    List.of("part0 is marked as incomplete: makedumpfile could not write it to its end."),
                    image.facts().remarks());
            assertEquals(4096, Samples.bytes(image, 19).length);
            assertEquals(Fault.Kind.LOST, missing(image, 20).kind());
            assertEquals(
                    "the page was not written before the space for the dump ran out",
                    missing(image, 21).detail());
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"ZLIB", "LZO", "SNAPPY", "ZSTD"})
    void aDamagedPageIsLostAndItsNeighboursAreNot(PageCompression packing) throws Exception {
        PhysicalImage memory = memory(4096);
        byte[] file = new KdumpWriter(memory).compression(packing).write();
        int descriptor = 4096 * 4 + 24 * 5; // page frame 6
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int offset = (int) bytes.getLong(descriptor);
        int size = bytes.getInt(descriptor + 8);
        assertEquals(packing.flag(), bytes.getInt(descriptor + 12));
        for (int i = 0; i < size; i++) {
            file[offset + i] ^= (byte) 0xff;
        }
        try (DumpImage image = open(file)) {
            assertEquals(Fault.Kind.LOST, missing(image, 6).kind());
            assertTrue(
                    missing(image, 6).detail().startsWith("the page's data is damaged: "),
                    missing(image, 6).detail());
            assertEquals(4096, Samples.bytes(image, 5).length);
            assertEquals(4096, Samples.bytes(image, 9).length);
        }
    }

    @Test
    void runsOfALargeSparseMachineAreLong() throws Exception {
        PhysicalImage memory = new PhysicalImage(4096).endPfn(3_000_000);
        for (long pfn = 70; pfn < 200; pfn++) {
            memory.page(pfn, ByteBuffer.allocate(8).putLong(pfn).array());
        }
        memory.exclude(200).exclude(201);
        try (DumpImage image = open(new KdumpWriter(memory).write())) {
            Samples.assertRunsAgree(image);
            assertEquals(200, image.run(70).end());
            assertEquals(202, image.run(200).end());
            assertTrue(image.run(202).end() > 1_000_000);
        }
    }

    @Test
    void findsPagesOfALargeSparseMachineFromManyThreads() throws Exception {
        PhysicalImage memory = new PhysicalImage(4096).endPfn(3_000_000);
        for (long pfn = 5; pfn < 3_000_000; pfn += 997) {
            memory.page(pfn, ByteBuffer.allocate(8).putLong(pfn).array());
        }
        byte[] file = new KdumpWriter(memory).compression(PageCompression.ZSTD).write();
        try (DumpImage image = open(file);
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            List<Future<?>> work = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int first = t;
                work.add(threads.submit(() -> {
                    Long[] pfns = memory.pages().keySet().toArray(Long[]::new);
                    for (int i = 0; i < pfns.length; i++) {
                        long pfn = pfns[(first % 2 == 0 ? i : pfns.length - 1 - i)];
                        assertEquals(
                                pfn, ByteBuffer.wrap(Samples.bytes(image, pfn)).getLong());
                        assertEquals(
                                Fault.Kind.NOT_MAPPED, missing(image, pfn + 1).kind());
                    }
                }));
            }
            for (Future<?> future : work) {
                future.get();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"34, 183", "27, 62", "48, 21"})
    void tellsTheMachineByItsRegistersWhenTheHeaderNamesNoKernel(int registers, int machine) throws Exception {
        byte[] notes = new NoteSection(ByteOrder.LITTLE_ENDIAN)
                .registers(0, new long[registers])
                .bytes();
        for (String name : List.of("Unknown", "x86_64")) {
            byte[] file =
                    new KdumpWriter(memory(4096)).uts("", name).notes(notes).write();
            try (DumpImage image = open(file)) {
                assertEquals(machine, image.machine().elfMachine());
                assertNull(image.facts().uts());
                assertEquals(List.of(), image.facts().remarks());
            }
        }
        byte[] bare = new KdumpWriter(memory(4096)).uts("", "Unknown").write();
        try (DumpImage image = open(bare)) {
            assertEquals(0, image.machine().elfMachine());
            assertEquals(
                    List.of("The machine cannot be told: the header names it \"Unknown\"."),
                    image.facts().remarks());
        }
    }

    @Test
    void closesItsSources() throws Exception {
        TestSource source = TestSource.of("dump", new KdumpWriter(memory(4096)).write());
        DumpImage image = new KdumpFormat().open(List.of(source), Progress.NONE);
        image.page(1);
        image.close();
        assertTrue(source.closed());
    }

    @Test
    void probesByTheSignature() throws Exception {
        KdumpFormat format = new KdumpFormat();
        byte[] file = new KdumpWriter(memory(4096)).write();
        assertEquals(100, format.probe(TestSource.of("dump", file)));
        assertEquals(0, format.probe(TestSource.of("empty", new byte[0])));
        assertEquals(0, format.probe(TestSource.of("zeros", new byte[8192])));
    }

    @Test
    void refusesA32BitMachineInWords() throws Exception {
        byte[] file = new KdumpWriter(memory(4096)).write();
        ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        header.putInt(0x1ac, 0).putInt(0x1a0, 4096);
        OpenException e = assertThrows(OpenException.class, () -> open(file));
        assertEquals(
                "part0: a kdump of a 32-bit machine; only dumps of 64-bit machines can be read, use crash for this one",
                e.getMessage());
    }

    @Test
    void theExcludedPageIsOneValue() throws Exception {
        try (DumpImage image = open(new KdumpWriter(memory(4096)).write())) {
            assertSame(image.page(7), image.page(8));
        }
    }
}
