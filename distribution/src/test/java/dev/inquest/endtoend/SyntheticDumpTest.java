package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import dev.inquest.testkit.FlattenedWriter;
import dev.inquest.testkit.Json;
import dev.inquest.testkit.PageCompression;
import dev.inquest.testkit.kernel.StackWriter.Place;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A kernel that a text describes comes out as described, whatever the dump's format. */
class SyntheticDumpTest {
    private static final String[] COMMANDS = {"ps", "foreach bt", "log", "mod", "sys"};

    /** Two letters for a state, as crash has them. */
    private static final Map<Character, String> STATES =
            Map.of('R', "RU", 'S', "IN", 'D', "UN", 'I', "ID", 'Z', "ZO", 'T', "ST", 't', "TR");

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(PageCompression.class)
    void kdumpsOfEveryCompression(PageCompression compression) throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        check(kernel, file("dump", kernel.kdump().compression(compression).write()));
    }

    @Test
    void fiveLevelsOfPageTables() throws IOException {
        SyntheticKernel kernel = SyntheticKernel.of(
                Synthetic.TEXT.replace("levels=4", "levels=5").replace("0xffff8880", "0xff110000"));
        check(kernel, file("dump", kernel.kdump().write()));
    }

    /** As of 7.2: no {@code tick_nsec}, and an array of timekeepers. */
    @Test
    void clocksOfNewerKernels() throws IOException {
        SyntheticKernel kernel =
                SyntheticKernel.of(Synthetic.TEXT.replace("uptime=12", "uptime=12 clocks=7.2 hz=1000"));
        check(kernel, file("dump", kernel.kdump().write()));
    }

    /** Little-endian, with big-endian page tables and pages of 64 KiB. */
    @Test
    void ppc64le() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        check(kernel, file("dump", kernel.kdump().write()));
        check(kernel, file("dump.elf", kernel.elf().write()));
    }

    /** Page tables of 39, 48 and 52 bits of addresses, the last in the form of LPA2; return addresses are signed. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void aarch64(int levels) throws IOException {
        SyntheticKernel kernel = Synthetic.aarch64(levels);
        check(kernel, file("dump", kernel.kdump().write()));
        check(kernel, file("dump.elf", kernel.elf().write()));
    }

    /** {@code bt -e} finds the registers with which init came in from user mode, which are the last that bt shows. */
    @Test
    void savedRegistersAreFoundOnTheStackOfEveryMachine() throws IOException {
        for (SyntheticKernel kernel : List.of(Synthetic.kernel(), Synthetic.aarch64(4), Synthetic.ppc64le())) {
            Inquest.Run run = new Inquest(folder)
                    .json(List.of(file("dump", kernel.kdump().write())), "bt", "bt -e")
                    .isForUsers();
            Map<String, Object> last =
                    Json.objects(run.rows("bt").getFirst().get("frames")).getLast();
            List<Map<String, Object>> found =
                    Json.objects(run.rows("bt -e").getFirst().get("entries"));
            assertEquals(1, found.size(), run.out());
            assertEquals(true, found.getFirst().get("user"));
            assertEquals(last.get("saved_at"), found.getFirst().get("saved_at"));
            assertEquals(last.get("registers"), found.getFirst().get("registers"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {42, 48, 52})
    void aarch64WithLargePages(int addressBits) throws IOException {
        SyntheticKernel kernel = Synthetic.aarch64Of64k(addressBits);
        check(kernel, file("dump", kernel.kdump().write()));
        check(kernel, file("dump.elf", kernel.elf().write()));
    }

    @Test
    void elf() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        check(kernel, file("dump", kernel.elf().write()));
    }

    @Test
    void flattenedKdump() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        check(kernel, file("dump", FlattenedWriter.flatten(kernel.kdump().write(), 5000)));
    }

    @Test
    void flattenedElf() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        check(kernel, file("dump", FlattenedWriter.flatten(kernel.elf().write(), 70_000)));
    }

    @Test
    void splitKdump() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        List<Path> parts = new ArrayList<>();
        for (byte[] part : kernel.kdump().split(0x1000, 0x1c00)) {
            parts.add(file("part" + parts.size(), part));
        }
        check(kernel, parts.toArray(Path[]::new));
    }

    @Test
    void zippedElf() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(kernel.elf().write());
        }
        check(kernel, file("dump.gz", packed.toByteArray()));
        check(kernel, file("dump.zst", Zstd.compress(kernel.elf().write())));
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private void check(SyntheticKernel kernel, Path... files) throws IOException {
        Inquest.Run run = new Inquest(folder).json(List.of(files), COMMANDS).isForUsers();
        assertEquals(0, run.exit(), run.out() + run.err());
        for (String command : COMMANDS) {
            assertEquals("ok", run.result(command).get("status"), command);
        }
        assertEquals(
                tasks(kernel),
                run.rows("ps").stream().map(SyntheticDumpTest::task).sorted().toList());
        stacks(kernel, run.rows("foreach bt"));
        assertEquals(
                kernel.description().log().stream()
                        .map(line -> line.nanoseconds() + " " + line.level() + " " + line.text())
                        .toList(),
                run.rows("log").stream()
                        .map(row -> row.get("time_ns") + " " + row.get("level") + " " + row.get("text"))
                        .toList());
        assertEquals(
                kernel.description().modules().stream()
                        .map(module ->
                                module.name() + " " + hex(module.base()) + " " + module.size() + " " + module.taints())
                        .toList(),
                run.rows("mod").stream()
                        .map(row -> row.get("name") + " " + row.get("base") + " " + row.get("size") + " "
                                + row.get("taints"))
                        .toList());
        machine(kernel, run.rows("sys").getFirst());
    }

    private static List<String> tasks(SyntheticKernel kernel) {
        List<String> expected = new ArrayList<>();
        kernel.description()
                .cpus()
                .forEach(cpu -> expected.add(String.join(
                        " ",
                        hex(kernel.task("swapper/" + cpu.number())),
                        "0 0 0 swapper/" + cpu.number(),
                        "RU",
                        String.valueOf(cpu.number()),
                        "0 0",
                        String.valueOf(cpu.current().startsWith("swapper")))));
        kernel.description()
                .tasks()
                .forEach(task -> expected.add(String.join(
                        " ",
                        hex(task.address()),
                        task.pid() + " " + task.tgid() + " " + task.parent() + " " + task.comm(),
                        STATES.get(task.state()),
                        String.valueOf(task.cpu()),
                        task.pages() * pageKib(kernel) + " " + task.resident() * pageKib(kernel),
                        String.valueOf(task.comm().equals("init")))));
        return expected.stream().sorted().toList();
    }

    private static long pageKib(SyntheticKernel kernel) {
        return kernel.description().header().machine().equals("ppc64le")
                ? 64
                : kernel.description().header().page() / 1024;
    }

    private static String task(Map<String, Object> row) {
        List<String> cells = new ArrayList<>();
        for (String cell :
                List.of("task", "pid", "tgid", "ppid", "comm", "state", "cpu", "vsz_kib", "rss_kib", "active")) {
            cells.add(String.valueOf(row.get(cell)));
        }
        return String.join(" ", cells);
    }

    private static void stacks(SyntheticKernel kernel, List<Map<String, Object>> rows) {
        assertEquals(kernel.taskCount(), rows.size());
        for (Map<String, Object> row : rows) {
            String comm = String.valueOf(row.get("comm"));
            List<Map<String, Object>> frames = Json.objects(row.get("frames"));
            List<Place> expected = kernel.frames(comm);
            List<String> names = new ArrayList<>();
            for (Map<String, Object> frame : frames) {
                if (!"user".equals(frame.get("kind"))) {
                    names.add(frame.get("symbol") + "+" + frame.get("offset"));
                }
            }
            assertEquals(
                    expected.stream()
                            .map(place -> place.function() + "+" + place.offset())
                            .toList(),
                    names,
                    comm);
            assertEquals(true, row.get("complete"), comm + ": " + row.get("stop_reason"));
            assertEquals(
                    comm.equals("gone")
                            ? 0
                            : expected.size() + ("entry from user mode".equals(row.get("stop_reason")) ? 1 : 0),
                    frames.size(),
                    comm);
        }
    }

    private static void machine(SyntheticKernel kernel, Map<String, Object> sys) {
        var header = kernel.description().header();
        assertEquals(header.release(), sys.get("release"));
        assertEquals(header.node(), sys.get("nodename"));
        assertEquals(header.machine(), sys.get("machine"));
        assertEquals(2L, sys.get("cpus"));
        assertEquals((long) kernel.taskCount(), sys.get("tasks"));
        assertEquals(header.uptime(), sys.get("uptime_seconds"));
        assertEquals(header.date(), sys.get("date_seconds"));
        assertEquals(header.memory(), sys.get("memory_bytes"));
        assertEquals(List.of(0.5, 1.25, 2.0), sys.get("load_average"));
        assertEquals(true, sys.get("tainted"));
        assertEquals("Kernel panic - not syncing: test", sys.get("panic"));
        Map<String, Object> task = Json.object(sys.get("task"));
        assertEquals("init", task.get("comm"));
        assertEquals("panic_cpu", task.get("found_by"));
        assertTrue(String.valueOf(sys.get("types_from")).contains("BTF"), String.valueOf(sys.get("types_from")));
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }
}
