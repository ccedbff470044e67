package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stacks of real dumps (see {@link DumpFolders}): nearly all end where stacks must end, and the stack of the task that died is what the kernel
 * printed as it died, in {@code console.txt} or in its own log, frame by frame. {@code INQUEST_KERNELS} may name a folder with the vmlinux
 * files of kernels without BTF.
 */
class RealStacksTest {
    /** Where a kernel called its printing from, and where it called the second kernel from, are different places of these. */
    private static final List<String> WHERE_PANICS_DIFFER = List.of("panic", "vpanic");

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> endAsStacksEndAndReadAsTheKernelPrinted() throws IOException {
        return DumpFolders.each("console.txt", this::check);
    }

    private void check(Path dump, Path file) throws IOException {
        Inquest.Run run = run(List.of(file));
        String kernels = System.getenv("INQUEST_KERNELS");
        if (run.rows("selftest unwind").isEmpty() && kernels != null) {
            run = run(List.of(file, Path.of(kernels)));
        }
        assumeTrue(
                !run.rows("selftest unwind").isEmpty(),
                "the kernel has no types in the dump; INQUEST_KERNELS may name a folder with its vmlinux");
        Map<String, Object> all = run.rows("selftest unwind").getFirst();
        assertTrue(all.get("percent") instanceof Number share && share.doubleValue() >= 99, all.toString());
        if ("failed".equals(run.result("bt").get("status"))) {
            // Nobody died: the dump was taken of a kernel that ran.
            return;
        }
        Map<String, Object> died = run.rows("bt").getFirst();
        assertEquals(true, died.get("complete"), died.toString());
        List<String> ours = new ArrayList<>();
        List<String> leaves = new ArrayList<>();
        for (Map<String, Object> frame : Json.objects(died.get("frames"))) {
            if (!Boolean.TRUE.equals(frame.get("inline")) && !"user".equals(frame.get("kind"))) {
                String place =
                        frame.get("symbol") + "+0x" + Long.toHexString(DumpFolders.number(frame.get("offset"), 0));
                ours.add(place);
                if ("context".equals(frame.get("trust")) && "call".equals(frame.get("kind"))) {
                    leaves.add(place);
                }
            }
        }
        List<List<String>> traces = new ArrayList<>(
                CallTraces.in(new String(Files.readAllBytes(dump.resolve("console.txt")), StandardCharsets.ISO_8859_1)
                        .lines()
                        .toList()));
        traces.addAll(CallTraces.in(run.rows("log").stream()
                .flatMap(row -> String.valueOf(row.get("text")).lines())
                .toList()));
        assumeTrue(!traces.isEmpty(), "the kernel printed no call trace that it was sure of");
        @Nullable String least = null;
        for (List<String> trace : traces) {
            String difference = difference(trace, ours, leaves);
            if (least == null || difference.length() < least.length()) {
                least = difference;
            }
        }
        assertEquals("", least, () -> "ours: " + ours);
    }

    private Inquest.Run run(List<Path> files) throws IOException {
        return new Inquest(folder).json(files, "selftest unwind", "bt", "log").isForUsers();
    }

    /** Says what is only in one of both, from the first place that both have. */
    private static String difference(List<String> trace, List<String> ours, List<String> leaves) {
        List<String> missing = new ArrayList<>();
        List<String> extra = new ArrayList<>(ours);
        int at = 0;
        boolean met = false;
        for (String place : trace) {
            int found = at;
            while (found < ours.size()
                    && !same(place, ours.get(found))
                    && !(found == at && atAnEnd(place, ours.get(found)))) {
                found++;
            }
            if (found == ours.size()) {
                missing.add(place);
                continue;
            }
            for (int i = at; i <= found; i++) {
                // What comes before the first place of both took the dump.
                if (!met || i == found) {
                    extra.remove(ours.get(i));
                }
            }
            met = true;
            at = found + 1;
        }
        // The function that an interrupted leaf was called from stands in a register alone; arm64 leaves it out of its
        // traces.
        extra.removeAll(leaves);
        return missing.isEmpty() && extra.isEmpty() ? "" : "only printed: " + missing + ", only ours: " + extra;
    }

    private static long offset(String place) {
        return Long.parseLong(place.substring(place.indexOf('+') + 3), 16);
    }

    /** A call that does not return ends its function, and the kernel names the place behind it by what follows. */
    private static boolean atAnEnd(String printed, String ours) {
        return printed.endsWith("+0x0") && !ours.endsWith("+0x0");
    }

    private static boolean same(String printed, String ours) {
        String name = printed.substring(0, printed.indexOf('+'));
        String function = ours.substring(0, ours.indexOf('+'));
        // Entry code has labels inside (entry_SYSCALL_64_after_hwframe), by which the kernel names a place, where we
        // name the function.
        return printed.equals(ours)
                || WHERE_PANICS_DIFFER.contains(name) && name.equals(function)
                || name.startsWith(function + "_") && offset(printed) < offset(ours);
    }
}
