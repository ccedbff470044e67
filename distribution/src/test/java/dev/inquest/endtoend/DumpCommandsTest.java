package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.ElfCoreWriter;
import dev.inquest.testkit.Json;
import dev.inquest.testkit.NoteSection;
import dev.inquest.testkit.PhysicalImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The commands over dump files, on the sample. What is expected of its headers, registers and pages is what crash 8.0.2 ({@code help -D}) and
 * makedumpfile 1.7.2 ({@code -d 0 --message-level 31}) say of it.
 */
class DumpCommandsTest {
    private static final Path SAMPLE = Inquest.sample("vmcore");

    @TempDir
    Path folder;

    private Path files;

    @BeforeEach
    void makeFolder() throws IOException {
        files = Files.createDirectory(folder.resolve("files"));
    }

    private Inquest.Run dump(String... arguments) throws IOException {
        String[] all = Stream.concat(Stream.of("dump"), Stream.of(arguments)).toArray(String[]::new);
        return new Inquest(folder).run(all).isForUsers();
    }

    private String file(String name) {
        return files.resolve(name).toString();
    }

    private List<String> left() throws IOException {
        try (Stream<Path> list = Files.list(files)) {
            return list.map(path -> String.valueOf(path.getFileName())).sorted().toList();
        }
    }

    private static Map<String, Object> row(Inquest.Run run) {
        Map<String, Object> result =
                Json.objects(Json.object(Json.parse(run.out())).get("results")).getFirst();
        return Json.objects(result.get("rows")).getFirst();
    }

    private static long number(Map<String, Object> row, String cell) {
        return row.get(cell) instanceof Number number ? number.longValue() : Long.MIN_VALUE;
    }

    @Test
    void infoTellsWhatCrashAndMakedumpfileTell() throws IOException {
        Inquest.Run run = dump("info", "--format", "json", SAMPLE.toString());
        assertEquals(0, run.exit(), run.err());
        Map<String, Object> row = row(run);
        Map<String, Object> pages = Json.object(row.get("pages"));
        assertEquals(0xbedd, number(pages, "memory"));
        // Remaining pages and pages filled with zero, which share one.
        assertEquals(0x393a + 0xad6, number(pages, "in_dump"));
        assertEquals(0xc100, number(pages, "no_memory"));
        Map<String, Object> header = Json.objects(row.get("headers")).getFirst();
        assertEquals("0xfffffffff7a00000", header.get("phys_base"));
        assertEquals(98269, number(header, "max_mapnr"));
        assertEquals(2, number(header, "nr_cpus"));
        assertEquals(4024, number(header, "size_note"));
        List<Map<String, Object>> cpus = Json.objects(row.get("cpus"));
        assertEquals("0xffffffff98b6475a", cpus.get(0).get("pc"));
        assertEquals(149, number(cpus.get(1), "pid"));
        assertEquals("0x7ffff2f0e4c8", Json.object(cpus.get(1).get("registers")).get("r12"));
        assertEquals("1795255619", Json.object(row.get("vmcoreinfo")).get("CRASHTIME"));
        assertEquals(true, row.get("complete"));
    }

    @Test
    void whatIsFilteredSplitAndPutTogetherHasTheSamePages() throws IOException {
        assertEquals(0, dump("filter", "-c", SAMPLE.toString(), file("one")).exit());
        assertEquals(0, dump("diff", SAMPLE.toString(), file("one")).exit());
        assertEquals(
                0,
                dump("split", file("one"), file("part1"), file("part2"), file("part3"))
                        .exit());
        for (String part : List.of("part1", "part2", "part3")) {
            Map<String, Object> header = Json.objects(
                            row(dump("info", "--format", "json", file(part))).get("headers"))
                    .getFirst();
            // crash takes whole words of the bitmap.
            assertEquals(0, number(header, "start_pfn") % 64, header.toString());
        }
        assertEquals(
                0,
                dump("reassemble", file("part2"), file("part1"), file("part3"), file("whole"))
                        .exit());
        assertArrayEquals(Files.readAllBytes(files.resolve("one")), Files.readAllBytes(files.resolve("whole")));
        assertEquals(List.of("one", "part1", "part2", "part3", "whole"), left());
        assertEquals(
                PosixFilePermissions.fromString("rw-------"), Files.getPosixFilePermissions(files.resolve("whole")));
    }

    @Test
    void theFlattenedFormGoesThereAndBack() throws IOException {
        assertEquals(0, dump("flatten", SAMPLE.toString(), file("flat")).exit());
        assertEquals(0, dump("rearrange", file("flat"), file("back")).exit());
        assertArrayEquals(Files.readAllBytes(SAMPLE), Files.readAllBytes(files.resolve("back")));
        Inquest.Run twice = dump("flatten", file("flat"), file("flat2"));
        assertEquals(4, twice.exit());
        assertTrue(twice.err().contains("already"), twice.err());
        byte[] bytes = Files.readAllBytes(files.resolve("flat"));
        Files.write(files.resolve("flat"), java.util.Arrays.copyOf(bytes, bytes.length - 17));
        Inquest.Run cut = dump("rearrange", "-f", file("flat"), file("back"));
        assertEquals(4, cut.exit());
        assertArrayEquals(Files.readAllBytes(SAMPLE), Files.readAllBytes(files.resolve("back")), "the old one stays");
        assertEquals(List.of("back", "flat"), left());
    }

    @Test
    void whatMustNotBeWrittenIsRefusedAndNothingIsLeft() throws IOException {
        Path copy = Files.copy(SAMPLE, files.resolve("copy"));
        Files.createLink(files.resolve("link"), copy);
        Files.writeString(files.resolve("there"), "precious");
        refused(dump("filter", copy.toString(), file("there")), 4, "-f replaces it");
        refused(dump("filter", "-f", copy.toString(), file("link")), 4, "is the input");
        refused(dump("filter", copy.toString(), file("no/where")), 4, "no directory");
        refused(dump("filter", "-L", "100K", copy.toString(), file("new")), 4, "larger than the limit");
        refused(dump("filter", "-E", "-c", copy.toString(), file("new")), 2, "cannot be compressed");
        refused(dump("filter", "-d", "32", copy.toString(), file("new")), 2, "from 0 to 31");
        assertEquals(List.of("copy", "link", "there"), left());
        assertEquals("precious", Files.readString(files.resolve("there")));
        assertEquals(-1, Files.mismatch(SAMPLE, copy));
    }

    /** Without anybody who knows the machine, pages can still be packed, and told apart by nothing but zeros. */
    @ParameterizedTest
    @CsvSource({"21, big-endian", "22, s390x", "43, sparc"})
    void dumpsOfOtherMachinesAreRefusedWhereTheKernelIsNeeded(int machine, String word) throws IOException {
        PhysicalImage memory = new PhysicalImage(4096);
        for (int pfn = 0; pfn < 64; pfn++) {
            byte[] page = new byte[4096];
            java.util.Arrays.fill(page, (byte) (pfn % 4));
            memory.page(pfn, page);
        }
        Files.write(
                files.resolve("big"),
                new ElfCoreWriter()
                        .order(ByteOrder.BIG_ENDIAN)
                        .machine(machine)
                        .notes(new NoteSection(ByteOrder.BIG_ENDIAN)
                                .vmcoreInfo("OSRELEASE=6.1\nPAGESIZE=4096\n")
                                .bytes())
                        .image(memory, 0xc000_0000_0000_0000L)
                        .write());
        refused(dump("filter", "-d", "31", file("big"), file("new")), 4, word);
        refused(dump("mem-usage", file("big")), 4, word);
        assertEquals(List.of("big"), left());
        assertEquals(
                0, dump("filter", "-l", "-d", "1", file("big"), file("small")).exit());
        assertEquals(0, dump("diff", file("big"), file("small")).exit());
    }

    private static void refused(Inquest.Run run, int exit, String reason) {
        assertEquals(exit, run.exit(), run.out() + run.err());
        assertTrue(run.err().contains(reason), run.err());
        assertEquals(1, run.err().lines().count(), run.err());
    }

    @Test
    void checkFindsWhatIsDamaged() throws IOException {
        assertEquals(0, dump("check", SAMPLE.toString()).exit());
        byte[] bytes = Files.readAllBytes(SAMPLE);
        // Into compressed data of the last pages; then without them.
        for (int i = 0; i < 64; i++) {
            bytes[bytes.length - 20_000 + i] ^= 0x5a;
        }
        Files.write(files.resolve("damaged"), bytes);
        Inquest.Run damaged = dump("check", "--format", "json", file("damaged"));
        assertEquals(5, damaged.exit());
        Map<String, Object> first = Json.objects(row(damaged).get("damage")).getFirst();
        long offset = number(first, "offset");
        assertTrue(offset > bytes.length - 25_000 && offset < bytes.length - 19_900, first.toString());
        Files.write(files.resolve("cut"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
        Inquest.Run cut = dump("check", "-n", "1", file("cut"));
        assertEquals(5, cut.exit());
        assertTrue(cut.out().contains("cut short"), cut.out());
    }

    @Test
    void makedumpfilesOwnCommandLine() throws IOException {
        Inquest.Run run = makedumpfile("-c", "-d", "31", "--message-level", "23", SAMPLE.toString(), file("new"));
        assertEquals(0, run.exit(), run.err());
        assertTrue(run.out().contains("Original pages  : 0x000000000000bedd\n"), run.out());
        assertTrue(run.out().contains("  Remaining pages  : 0x000000000000393a\n"), run.out());
        assertTrue(run.out().contains("The dumpfile is saved to " + file("new") + ".\n"), run.out());
        assertEquals(1, makedumpfile(SAMPLE.toString(), file("new")).exit());
        assertEquals(
                1,
                makedumpfile("--config", "x", SAMPLE.toString(), file("other")).exit());
        assertEquals(
                1, makedumpfile("-d", "99", SAMPLE.toString(), file("other")).exit());
        assertEquals(
                0,
                makedumpfile("--check-params", SAMPLE.toString(), file("other")).exit());
        assertEquals(
                0, makedumpfile("--dump-dmesg", SAMPLE.toString(), file("log")).exit());
        assertTrue(Files.readString(files.resolve("log")).contains("] sysrq: Trigger a crash"));
        assertEquals(List.of("log", "new"), left());
    }

    private Inquest.Run makedumpfile(String... arguments) throws IOException {
        String[] all =
                Stream.concat(Stream.of("makedumpfile"), Stream.of(arguments)).toArray(String[]::new);
        return new Inquest(folder).run(all).isForUsers();
    }
}
