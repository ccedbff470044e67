package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.inquest.testkit.FlattenedWriter;
import dev.inquest.testkit.Json;
import dev.inquest.testkit.TarWriter;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code find} over a tree as machines keep their dumps, of which everything is known. */
class FindTest {
    private static final String LOG = """
            [    0.000000] Linux version 6.1.0-test (somebody)
            [    8.275812] Kernel panic - not syncing: as the log has it
            """;

    @TempDir
    Path folder;

    private Path crash() {
        return folder.resolve("crash");
    }

    private void file(String name, byte... content) throws IOException {
        Path file = crash().resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    private Inquest.Run find(String... options) throws IOException {
        List<String> words = new ArrayList<>(List.of("--format", "json", "find"));
        words.addAll(List.of(options));
        return new Inquest(folder).run(words.toArray(String[]::new)).isForUsers();
    }

    /** Finds and returns the rows of one kind, by the name that is told where it is. */
    private Map<String, Object> row(Inquest.Run run, String end) {
        List<Map<String, Object>> rows = all(run).stream()
                .filter(row -> String.valueOf(row.get("entry") == null ? row.get("file") : row.get("entry"))
                        .endsWith(end))
                .toList();
        assertEquals(1, rows.size(), end + " in " + run.out());
        return rows.getFirst();
    }

    private static List<Map<String, Object>> all(Inquest.Run run) {
        return Json.objects(Json.objects(Json.object(Json.parse(run.out())).get("results"))
                .getFirst()
                .get("rows"));
    }

    private static String messages(Inquest.Run run) {
        return String.valueOf(Json.objects(Json.object(Json.parse(run.out())).get("results"))
                .getFirst()
                .get("diagnostics"));
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(content);
        }
        return packed.toByteArray();
    }

    @Test
    void placesOfEveryDistribution() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        byte[] dump = kernel.kdump().timestamp(1_700_000_000L).write();
        file("127.0.0.1-2026-11-21-06:02:19/vmcore", dump);
        file("127.0.0.1-2026-11-21-06:02:19/vmcore-dmesg.txt", LOG.getBytes(StandardCharsets.UTF_8));
        file("202611210702/dump.202611210702", FlattenedWriter.flatten(dump, 5000));
        file("box7-2026-11-21-08:02:19/vmcore-incomplete", Arrays.copyOf(dump, dump.length - 8_000));
        file("2026-11-21-09:02/vmcore.elf", kernel.elf().write());
        Files.createSymbolicLink(crash().resolve("2026-11-21-09:02/again"), crash());
        file("packed/vmcore.zst", Zstd.compress(dump));
        List<byte[]> parts = kernel.kdump().split(0x110, 0x140);
        for (int i = 0; i < parts.size(); i++) {
            file("split/part" + i + ".vmcore", parts.get(i));
        }
        Inquest.Run run = find(crash().toString());
        assertEquals(0, run.exit(), run.out() + run.err());
        assertEquals(6, all(run).size(), run.out());

        Map<String, Object> row = row(run, "19/vmcore");
        assertEquals("dump", row.get("kind"));
        assertEquals("6.1.0-test", row.get("release"));
        assertEquals("x86_64", row.get("architecture"));
        assertEquals((long) dump.length, DumpFolders.number(row.get("size")));
        assertEquals(true, row.get("complete"));
        assertEquals("Kernel panic - not syncing: as the log has it", row.get("panic"));
        assertEquals("vmcore-dmesg.txt", row.get("panic_from"));
        assertEquals(1_700_000_000L, DumpFolders.number(row.get("crash_time")));
        assertEquals("2026-11-21 06:02:19", row.get("named_time"));
        assertEquals("nothing", row.get("needs"));

        row = row(run, "dump.202611210702");
        assertEquals("Kernel panic - not syncing: test", row.get("panic"));
        assertEquals("the log in the dump", row.get("panic_from"));
        assertEquals(true, row.get("complete"));

        row = row(run, "vmcore-incomplete");
        assertEquals(false, row.get("complete"));
        assertTrue(String.valueOf(row.get("remarks")).contains("cut short"), run.out());

        row = row(run, "vmcore.elf");
        assertEquals("ELF", row.get("format"));
        assertEquals("Kernel panic - not syncing: test", row.get("panic"));

        row = row(run, "vmcore.zst");
        assertEquals("kdump-compressed v6, packed", row.get("format"));
        assertEquals("6.1.0-test", row.get("release"));
        assertNull(row.get("complete"));

        row = row(run, "part0.vmcore");
        assertTrue(row.get("parts") instanceof List<?> list && list.size() == 3, row.toString());
        assertEquals(true, row.get("complete"));
        assertEquals(parts.stream().mapToLong(part -> part.length).sum(), DumpFolders.number(row.get("size")));
        assertEquals("Kernel panic - not syncing: test", row.get("panic"));
    }

    @Test
    void missingPartIsTold() throws IOException {
        List<byte[]> parts = Synthetic.kernel().kdump().split(0x110, 0x140);
        file("split/vmcore.1", parts.get(0));
        file("split/vmcore.3", parts.get(2));
        Map<String, Object> row = row(find(crash().toString()), "vmcore.1");
        assertEquals(false, row.get("complete"));
        assertTrue(
                String.valueOf(row.get("remarks")).contains("A part of the split dump was not given"), row.toString());
    }

    @Test
    void archivesAreLookedIntoAndNothingIsUnpacked() throws IOException {
        byte[] dump = Synthetic.kernel().kdump().timestamp(1_700_000_000L).write();
        byte[] tar = new TarWriter()
                .folder("sos-box")
                .file("sos-box/etc/kdump.conf", "path /var/crash\n")
                .file("sos-box/var/crash/a-2026-01-02-03:04:05/vmcore-dmesg.txt", LOG)
                .file("sos-box/var/crash/a-2026-01-02-03:04:05/vmcore", dump)
                .file("sos-box/var/crash/b-2026-01-02-03:04:06/vmcore-dmesg.txt", LOG)
                .write();
        file("plain.tar", tar);
        file("packed.tar.gz", gzip(tar));
        file("packed.tar.zst", Zstd.compress(tar));
        file("outer.tar", new TarWriter().file("inner.tgz", gzip(tar)).write());
        file(
                "flat.tar",
                new TarWriter()
                        .file("vmcore.flat", FlattenedWriter.flatten(dump, 5000))
                        .file("vmcore.zst", Zstd.compress(dump))
                        .write());
        long files;
        try (var before = Files.walk(folder)) {
            files = before.count();
        }
        for (String name : List.of("plain.tar", "packed.tar.gz", "packed.tar.zst", "outer.tar")) {
            Inquest.Run run = find(crash().resolve(name).toString());
            assertEquals(0, run.exit(), run.out() + run.err());
            Map<String, Object> row = row(run, "05/vmcore");
            assertEquals(crash().resolve(name).toString(), row.get("file"));
            assertEquals("6.1.0-test", row.get("release"), name);
            assertEquals((long) dump.length, DumpFolders.number(row.get("size")));
            assertEquals(name.equals("plain.tar") ? true : null, row.get("complete"), name);
            assertEquals("Kernel panic - not syncing: as the log has it", row.get("panic"));
            assertEquals("not known", row.get("needs"));
            assertTrue(String.valueOf(row.get("get_out")).startsWith("tar -xf "), row.toString());
            Map<String, Object> log = row(run, "06/vmcore-dmesg.txt");
            assertEquals("log", log.get("kind"));
            assertEquals("b", log.get("host"));
        }
        Inquest.Run run = find(crash().resolve("flat.tar").toString());
        assertEquals("6.1.0-test", row(run, "vmcore.flat").get("release"));
        assertEquals("kdump-compressed v6, packed", row(run, "vmcore.zst").get("format"));
        assertEquals(List.of(), all(find("--no-archives", crash().toString())));
        try (var after = Files.walk(crash())) {
            assertTrue(after.noneMatch(path -> path.toString().contains("unpacked")));
        }
        assertTrue(Files.notExists(folder.resolve("xdg-cache/inquest/unpacked")));
        assertTrue(files > 0);
    }

    @Test
    void headersAlone() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        file("a/vmcore", kernel.kdump().write());
        file("b/dump.202611210702", FlattenedWriter.flatten(kernel.kdump().write(), 5000));
        Inquest.Run run = find("--no-open", crash().toString());
        assertEquals(0, run.exit(), run.err());
        assertNull(row(run, "vmcore").get("panic"));
        assertEquals("not known", row(run, "vmcore").get("needs"));
        assertEquals(true, row(run, "vmcore").get("complete"));
        assertEquals("6.1.0-test", row(run, "dump.202611210702").get("release"));
    }

    @Test
    void damagedOnesAndOthers() throws IOException {
        byte[] dump = Synthetic.kernel().kdump().write();
        file("a/vmcore", Arrays.copyOf(dump, 9000));
        file("b/vmcore.flat", Arrays.copyOf(FlattenedWriter.flatten(dump, 5000), 10_000));
        file("c/vmcore", new byte[100_000]);
        file("c/library.so", Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib", "libjava.so")));
        file("d/cut.tar", Arrays.copyOf(new TarWriter().file("vmcore", dump).write(), dump.length - 5000));
        file(
                "e/cut.tar.gz",
                Arrays.copyOf(gzip(new TarWriter().file("vmcore", dump).write()), 5000));
        Inquest.Run run = find(crash().toString());
        assertEquals(5, run.exit(), run.out() + run.err());
        Map<String, Object> row = row(run, "a/vmcore");
        assertEquals("cannot be read", row.get("needs"));
        assertTrue(String.valueOf(row.get("problem")).contains("cut off"), row.toString());
        assertEquals("6.1.0-test", row.get("release"));
        assertTrue(messages(run).contains("cut.tar: the archive is damaged or cut short"), messages(run));
        assertTrue(messages(run).contains("cut.tar.gz: "), messages(run));
        assertTrue(
                all(run).stream()
                        .noneMatch(one -> String.valueOf(one.get("file")).endsWith("library.so")),
                run.out());
    }

    @Test
    void nothingFoundIsNoError() throws IOException {
        file("empty/readme.txt", "hello".getBytes(StandardCharsets.UTF_8));
        Inquest.Run run = find(crash().toString());
        assertEquals(0, run.exit(), run.err());
        assertEquals(List.of(), all(run));
        assertTrue(messages(run).contains("no dump was found under " + crash() + ", among 1 files"), run.out());
        run = find(crash().resolve("nowhere").toString());
        assertEquals(4, run.exit(), run.err());
        run = find(crash().toString(), crash().resolve("nowhere").toString());
        assertEquals(5, run.exit(), run.err());
        assertEquals(2, find("--depth", "many", crash().toString()).exit());
    }
}
