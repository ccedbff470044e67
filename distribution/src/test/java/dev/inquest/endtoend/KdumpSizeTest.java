package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import dev.inquest.testkit.TarWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@code kdump size} of dumps and sosreports. */
class KdumpSizeTest {
    /** What the kernel itself says as it boots (arch/x86/kernel/setup.c; kernel/crash_reserve.c since 6.6). */
    private static final Pattern RESERVED =
            Pattern.compile("Reserving (\\d+)MB of memory|crashkernel reserved: .* \\((\\d+) MB\\)");

    /** mm/page_alloc.c, mm/mm_init.c: behind the slash stands all there is. */
    private static final Pattern MEMORY = Pattern.compile("Memory: \\d+K/(\\d+)K available");

    private static final Pattern COMMAND_LINE = Pattern.compile("Kernel command line: (.*)");

    @TempDir
    Path folder;

    private Map<String, Object> size(String... words) throws IOException {
        String[] all = Stream.concat(Stream.of("--format", "json", "kdump", "size"), Stream.of(words))
                .toArray(String[]::new);
        Inquest.Run run = new Inquest(folder).run(all).isForUsers();
        assertEquals(0, run.exit(), run.out() + run.err());
        return Json.objects(Json.objects(Json.object(Json.parse(run.out())).get("results"))
                        .getFirst()
                        .get("rows"))
                .getFirst();
    }

    private static @Nullable String fact(Map<String, Object> row, String name) {
        return Json.objects(row.get("facts")).stream()
                .filter(fact -> name.equals(fact.get("fact")))
                .map(fact -> String.valueOf(fact.get("value")))
                .findFirst()
                .orElse(null);
    }

    private static boolean notKnown(Map<String, Object> row, String name) {
        return Json.objects(row.get("not_known")).stream().anyMatch(fact -> name.equals(fact.get("fact")));
    }

    /** The kernel printed how much memory it has and keeps, and its command line; all three come out of the dump's memory. */
    private void check(Path dump) throws IOException {
        String log = new Inquest(folder).run("-c", "log", dump.toString()).out();
        Matcher reserved = RESERVED.matcher(log);
        Matcher memory = MEMORY.matcher(log);
        Matcher line = COMMAND_LINE.matcher(log);
        assertTrue(reserved.find() && memory.find() && line.find(), log);
        Map<String, Object> row = size(dump.toString());
        assertEquals(Long.parseLong(memory.group(1)) << 10, DumpFolders.number(row.get("memory")));
        Map<String, Object> booted = Json.object(row.get("booted_with"));
        String megabytes = reserved.group(1) == null ? reserved.group(2) : reserved.group(1);
        assertEquals(Long.parseLong(megabytes) << 20, DumpFolders.number(booted.get("reserved")));
        assertTrue(line.group(1).contains("crashkernel=" + booted.get("crashkernel")), line.group());
    }

    @Test
    void theSample() throws IOException {
        check(Inquest.sample("vmcore"));
        Map<String, Object> row = size(Inquest.sample("vmcore").toString());
        assertEquals("x86_64", row.get("architecture"));
        assertEquals(4096, DumpFolders.number(row.get("page_size")));
        assertEquals("no", fact(row, "memory encryption"));
        assertTrue(notKnown(row, "distribution"));
        String kaslr = String.valueOf(fact(row, "KASLR"));
        assertTrue(kaslr.startsWith("kernel displaced by 0x"), kaslr);
    }

    @TestFactory
    Stream<DynamicTest> realDumps() throws IOException {
        // Only kernels that were booted with crashkernel= say so; crash knows those of x86_64.
        return DumpFolders.each("crash.txt.gz", (where, dump) -> check(dump));
    }

    /** A dump whose kernel has no types for what is asked: the headers tell the rest, and what is missing is said. */
    @Test
    void whatADumpCannotTellIsSaid() throws IOException {
        Path dump =
                Files.write(folder.resolve("dump"), Synthetic.kernel().kdump().write());
        Map<String, Object> row = size(dump.toString());
        assertTrue(DumpFolders.number(row.get("memory")) > 1 << 20, row.toString());
        assertEquals("x86_64", row.get("architecture"));
        assertTrue(notKnown(row, "crashkernel="), row.toString());
        assertNull(row.get("booted_with"));
        row = size("--memory", "44G", dump.toString());
        assertEquals(44L << 30, DumpFolders.number(row.get("memory")));
    }

    @Test
    void aSosreport() throws IOException {
        byte[] tar = new TarWriter()
                .file("sosreport-box/proc/meminfo", "MemTotal:       65536000 kB\n")
                .file(
                        "sosreport-box/proc/iomem",
                        "00100000-bfffffff : System RAM\n  a0000000-afffffff : Crash kernel\n100000000-103fffffff : System RAM\n")
                .file("sosreport-box/proc/cmdline", "root=/dev/sda1 crashkernel=64M\n")
                .file("sosreport-box/sos_commands/kernel/uname_-a", "Linux box 5.14.0-362.el9.x86_64 #1 SMP x86_64\n")
                .file("sosreport-box/sos_commands/processor/lscpu", "Architecture: x86_64\nCPU(s):   48\n")
                .write();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(tar);
        }
        Path file = Files.write(folder.resolve("sosreport-box.tar.gz"), packed.toByteArray());
        for (List<String> words : List.of(List.of("--sosreport", file.toString()), List.of(file.toString()))) {
            Map<String, Object> row = size(words.toArray(String[]::new));
            assertEquals(0xbff00000L + 0xf40000000L, DumpFolders.number(row.get("memory")));
            assertEquals(48, DumpFolders.number(row.get("cpus")));
            Map<String, Object> booted = Json.object(row.get("booted_with"));
            assertEquals("64M", booted.get("crashkernel"));
            assertEquals(256L << 20, DumpFolders.number(booted.get("reserved")));
            assertEquals(true, booted.get("enough"));
        }
    }

    @Test
    void whatIsNoMachineIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text"), "hello\n".repeat(500));
        Inquest inquest = new Inquest(folder);
        for (List<String> words : List.of(
                List.of("kdump", "size", folder.resolve("nowhere").toString()),
                List.of("kdump", "size", text.toString()),
                List.of("kdump", "size", "--sosreport", text.toString()),
                List.of(
                        "kdump",
                        "size",
                        "--sosreport",
                        Files.createDirectories(folder.resolve("empty")).toString()),
                List.of("kdump", "size", text.toString(), text.toString()))) {
            Inquest.Run run = inquest.run(words.toArray(String[]::new)).isForUsers();
            // Two machines are a wrong command line.
            int exit = words.size() == 4 && !words.contains("--sosreport") ? 2 : 4;
            assertEquals(exit, run.exit(), words + run.out() + run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
    }
}
