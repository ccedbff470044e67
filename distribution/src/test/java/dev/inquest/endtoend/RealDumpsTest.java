package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dumps of real machines, when the environment's {@code INQUEST_DUMPS} names a folder with one folder for each (see
 * {@link DumpFolders}), and what drgn reads from it in {@code drgn.json.gz}.
 */
class RealDumpsTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> readAsDrgnReads() throws IOException {
        String dumps = System.getenv("INQUEST_DUMPS");
        if (dumps == null || !Files.isDirectory(Path.of(dumps))) {
            return none("INQUEST_DUMPS names no folder with dumps");
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of(dumps))) {
            for (Path one : folders) {
                if (Files.exists(one.resolve("drgn.json.gz")) && readByDrgn(one)) {
                    found.add(one);
                }
            }
        }
        if (found.isEmpty()) {
            return none("no dump of an x86_64 or arm64 machine is below " + dumps);
        }
        return found.stream()
                .sorted()
                .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> check(one)));
    }

    private static Stream<DynamicTest> none(String reason) {
        return Stream.of(DynamicTest.dynamicTest("no dumps", () -> assumeTrue(false, reason)));
    }

    /** On ppc64le drgn loses the panic's stack and all that is mapped by vmalloc. */
    private static boolean readByDrgn(Path folder) throws IOException {
        Map<String, Object> reading = Json.object(Json.parse(Reference.text(folder.resolve("drgn.json.gz"))));
        Object machine = Json.object(reading.get("uts")).get("machine");
        return "x86_64".equals(machine) || "aarch64".equals(machine);
    }

    private void check(Path dump) throws IOException {
        Path file = DumpFolders.dump(dump).orElseThrow();
        Inquest.Run run =
                new Inquest(folder).json(List.of(file), Reference.COMMANDS).isForUsers();
        assertEquals(0, run.exit(), run.err());
        Reference reference = new Reference(dump.resolve("drgn.json.gz"), run);
        reference.checkTasks();
        reference.checkModules();
        reference.checkLog();
        reference.checkMounts();
        reference.checkNames();
        Map<String, Map<String, Object>> different = new TreeMap<>(reference.differentStacks());
        different.values().removeIf(row -> drgnIsWrong(reference, row));
        assertEquals(Map.of(), different);
    }

    /** Tells stacks where drgn is known to err, and checks what is true there. */
    private static boolean drgnIsWrong(Reference reference, Map<String, Object> row) {
        List<String> ours = Reference.frames(Json.objects(row.get("frames")));
        List<String> drgns = reference.tasks().stream()
                .filter(task -> Objects.equals(task.get("task"), row.get("task")))
                .map(Reference::framesOfDrgn)
                .findFirst()
                .orElseThrow();
        if ("the task has no stack any more".equals(row.get("stop_reason"))) {
            // A zombie, whose stack was freed; drgn walks what was left there.
            return ours.isEmpty();
        }
        List<String> inKernel = Reference.frames(Json.objects(row.get("frames")).stream()
                .filter(frame -> !"user".equals(frame.get("kind")))
                .toList());
        if (addresses(inKernel).equals(addresses(drgns))) {
            // On arm64 drgn does not show user mode; and two functions of one body have one address and two names.
            return true;
        }
        int bad = indexOf(drgns, " do_(null|badptr)\\+.*");
        if (bad >= 0) {
            // A bad pointer in a function that a module's init function called: drgn loses its way in the init section.
            int caller = indexOf(ours, " do_(null|badptr)\\+.*");
            assertTrue(caller >= 0 && ours.get(caller + 1).startsWith(drgns.get(bad + 1)), ours + " and " + drgns);
            int init = indexOf(ours, " do_one_initcall\\+.*");
            int entry = indexOf(ours, " entry_SYSCALL_64.*");
            assertTrue(caller + 1 < init && init < entry, ours.toString());
            return true;
        }
        int loading = indexOf(ours, " do_one_initcall\\+.*");
        if (loading >= drgns.size()
                && addresses(ours.subList(loading - drgns.size(), loading)).equals(addresses(drgns))) {
            // drgn loses its way in a module's init function, whose name it does not know; RealStacksTest has what the
            // kernel printed.
            return indexOf(ours, " entry_SYSCALL_64.*") > loading;
        }
        // drgn goes on above user mode, into what the firmware left in its interrupt vectors.
        return "entry from user mode".equals(row.get("stop_reason"))
                && drgns.size() > ours.size()
                && ours.equals(drgns.subList(0, ours.size()));
    }

    private static List<String> addresses(List<String> frames) {
        return frames.stream().map(frame -> frame.split(" ", 2)[0]).toList();
    }

    private static int indexOf(List<String> frames, String pattern) {
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).matches("0x[0-9a-f]+" + pattern)) {
                return i;
            }
        }
        return -1;
    }
}
