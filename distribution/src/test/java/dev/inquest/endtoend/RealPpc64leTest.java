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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dumps of real ppc64le machines, found as {@link RealDumpsTest} does, against drgn, and where drgn loses its way against what the kernel
 * printed ({@code console.txt}). Their kernels may lack BTF, so {@code INQUEST_KERNELS} must name a folder with the vmlinux files.
 */
class RealPpc64leTest {
    /** One line of the kernel's call trace: [frame] [pc] function+offset/size. */
    private static final Pattern TRACE =
            Pattern.compile(".*\\[(c[0-9a-f]{15})] \\[(c[0-9a-f]{15})] (\\S+)\\+0x([0-9a-f]+)/0x[0-9a-f]+.*");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> readAsDrgnReads() throws IOException {
        String dumps = System.getenv("INQUEST_DUMPS");
        String kernels = System.getenv("INQUEST_KERNELS");
        if (dumps == null || !Files.isDirectory(Path.of(dumps))) {
            return none("INQUEST_DUMPS names no folder with dumps");
        }
        if (kernels == null || !Files.isDirectory(Path.of(kernels))) {
            return none("INQUEST_KERNELS names no folder with vmlinux files");
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of(dumps), "ppc64le*")) {
            for (Path one : folders) {
                if (Files.exists(one.resolve("vmcore")) && Files.exists(one.resolve("drgn.json.gz"))) {
                    found.add(one);
                }
            }
        }
        if (found.isEmpty()) {
            return none("no dump of a ppc64le machine is below " + dumps);
        }
        return found.stream()
                .sorted()
                .map(one -> DynamicTest.dynamicTest(one.getFileName().toString(), () -> check(one, Path.of(kernels))));
    }

    /** With neither types nor symbols from elsewhere, the stack of the processor that died is there from its registers. */
    @TestFactory
    Stream<DynamicTest> thePanicStackWithNothingButTheDump() throws IOException {
        String dumps = System.getenv("INQUEST_DUMPS");
        if (dumps == null || !Files.isDirectory(Path.of(dumps))) {
            return none("INQUEST_DUMPS names no folder with dumps");
        }
        List<DynamicTest> tests = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of(dumps), "ppc64le*")) {
            for (Path one : folders) {
                Path dump = one.resolve("vmcore");
                if (Files.exists(dump)) {
                    tests.add(DynamicTest.dynamicTest(one.getFileName().toString(), () -> {
                        Inquest.Run run =
                                new Inquest(folder).json(List.of(dump), "bt").isForUsers();
                        asTheKernelPrintedIt(run.rows("bt").getFirst(), Files.readAllLines(one.resolve("console.txt")));
                    }));
                }
            }
        }
        return tests.isEmpty() ? none("no dump of a ppc64le machine is below " + dumps) : tests.stream();
    }

    private static Stream<DynamicTest> none(String reason) {
        return Stream.of(DynamicTest.dynamicTest("no dumps", () -> assumeTrue(false, reason)));
    }

    private void check(Path dump, Path kernels) throws IOException {
        Inquest.Run run = new Inquest(folder)
                .json(List.of(dump.resolve("vmcore"), kernels), Reference.COMMANDS)
                .isForUsers();
        assumeTrue(!"failed".equals(run.result("ps").get("status")), () -> "its vmlinux is not in " + kernels);
        Reference reference = new Reference(dump.resolve("drgn.json.gz"), run);
        reference.checkTasks();
        reference.checkLog();
        assertTrue(run.rows("mod").size() > 10, "drgn cannot read them: " + run.result("mod"));
        for (Map<String, Object> row : run.rows("foreach bt")) {
            assertEquals(true, row.get("complete"), row.get("comm") + ": " + row.get("stop_reason"));
        }
        TreeSet<Object> different = new TreeSet<>();
        reference.differentStacks().forEach((comm, row) -> {
            if (!drgnStopsOneFrameEarlier(reference, row)) {
                different.add(comm);
            }
        });
        Map<String, Object> panicked = new HashMap<>();
        for (Map<String, Object> row : run.rows("foreach bt")) {
            boolean zombie = "the task has no stack any more".equals(row.get("stop_reason"));
            boolean user = Json.objects(row.get("frames")).size() == 1;
            if (zombie || user) {
                different.remove(row.get("comm"));
            }
            if (Long.valueOf(1).equals(row.get("pid"))) {
                panicked.putAll(row);
            }
        }
        different.remove(panicked.get("comm"));
        assertEquals(new TreeSet<>(), different);
        asTheKernelPrintedIt(panicked, Files.readAllLines(dump.resolve("console.txt")));
    }

    /** drgn does not show where user mode was left. */
    private static boolean drgnStopsOneFrameEarlier(Reference reference, Map<String, Object> row) {
        List<String> ours = Reference.frames(Json.objects(row.get("frames")));
        return "entry from user mode".equals(row.get("stop_reason"))
                && reference.tasks().stream()
                        .filter(task -> Objects.equals(task.get("task"), row.get("task")))
                        .map(Reference::framesOfDrgn)
                        .allMatch(ours.subList(0, ours.size() - 1)::equals);
    }

    /** The frames that called panic, by their places on the stack and their functions, and the user's pc behind them. */
    private static void asTheKernelPrintedIt(Map<String, Object> row, List<String> console) {
        List<String> expected = new ArrayList<>();
        boolean below = false;
        for (String line : console) {
            Matcher matcher = TRACE.matcher(line);
            if (below && line.contains("--- interrupt: ")) {
                expected.add(line.substring(line.indexOf("0x")));
                break;
            }
            if (matcher.matches()) {
                if (below) {
                    expected.add("0x" + matcher.group(1) + " 0x" + matcher.group(2) + " " + matcher.group(3) + "+"
                            + Long.parseLong(matcher.group(4), 16));
                }
                // panic itself was printed at another place than the dump found it.
                below |= matcher.group(3).equals("panic");
            }
        }
        List<String> found = new ArrayList<>();
        boolean past = false;
        for (Map<String, Object> frame : Json.objects(row.get("frames"))) {
            if (Boolean.TRUE.equals(frame.get("inline"))) {
                continue;
            }
            if (past) {
                found.add(
                        "user".equals(frame.get("kind"))
                                ? String.valueOf(frame.get("pc"))
                                : frame.get("sp") + " " + frame.get("pc") + " " + frame.get("symbol") + "+"
                                        + frame.get("offset"));
            }
            past |= "panic".equals(frame.get("symbol"));
        }
        assertTrue(expected.size() > 3, "no call trace in console.txt");
        assertEquals(expected, found);
    }
}
