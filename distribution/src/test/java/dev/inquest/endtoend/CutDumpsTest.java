package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dumps of captures that were killed: what is lost is counted apart from what is broken. */
class CutDumpsTest {
    @TempDir
    Path folder;

    static Stream<SyntheticKernel> kernels() {
        return Stream.of(Synthetic.kernel(), Synthetic.aarch64(4), Synthetic.ppc64le());
    }

    private Inquest.Run run(byte[] dump) throws IOException {
        Path file = Files.write(folder.resolve("dump"), dump);
        return new Inquest(folder).json(List.of(file), "selftest unwind");
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void nothingIsBrokenWhereverTheFileEnds(SyntheticKernel kernel) throws IOException {
        for (byte[] whole : List.of(kernel.kdump().write(), kernel.elf().write())) {
            int broken = broken(run(whole));
            for (int percent : new int[] {30, 60, 80, 90, 95}) {
                Inquest.Run run = run(Arrays.copyOf(whole, (int) ((long) whole.length * percent / 100)))
                        .isForUsers();
                // It may end before anything that leads to the kernel, or before its tasks.
                if (run.exit() != 3 && !withoutTasks(run)) {
                    assertTrue(broken(run) <= broken, percent + " %: " + run.out());
                    lostStacksSaySo(run);
                }
            }
        }
    }

    /** Returns whether what leads to tasks was cut off, which must then be said. */
    private static boolean withoutTasks(Inquest.Run run) {
        boolean none = run.rows("selftest unwind").isEmpty();
        assertTrue(
                !none || run.messages("selftest unwind").stream().anyMatch(message -> message.contains("lost")),
                run.out());
        return none;
    }

    private static int broken(Inquest.Run run) {
        return (int) number(run.rows("selftest unwind").getFirst(), "broken");
    }

    private static long number(Map<String, Object> row, String cell) {
        return Objects.requireNonNull((Long) row.get(cell));
    }

    private static void lostStacksSaySo(Inquest.Run run) {
        Map<String, Object> row = run.rows("selftest unwind").getFirst();
        for (Map<String, Object> stack : Json.objects(row.get("stacks"))) {
            if ("not_in_dump".equals(stack.get("verdict"))) {
                assertTrue(String.valueOf(stack.get("reason")).contains("lost"), stack.toString());
            }
        }
        if (number(row, "not_in_dump") > 0) {
            assertTrue(run.exit() == 5 || broken(run) > 0, run.out());
            assertTrue(
                    run.messages("selftest unwind").stream()
                            .anyMatch(m -> m.contains("neither as whole nor as broken")),
                    run.out());
        }
    }

    /** The sample cut where its types are lost, where its page tables of the direct map are, and where the stacks begin to be. */
    @Test
    void aRealDumpCutShort() throws IOException {
        byte[] whole = Files.readAllBytes(Inquest.sample("vmcore"));
        Inquest.Run untyped = run(Arrays.copyOf(whole, whole.length * 3 / 10)).isForUsers();
        assertTrue(withoutTasks(untyped), untyped.out());
        Inquest.Run none = run(Arrays.copyOf(whole, whole.length * 9 / 10)).isForUsers();
        Map<String, Object> row = none.rows("selftest unwind").getFirst();
        assertEquals(0L, row.get("broken"), none.out());
        assertEquals(0L, row.get("whole"), none.out());
        assertTrue(row.get("percent") == null, row.toString());
        assertEquals(5, none.exit());
        Inquest.Run some =
                run(Arrays.copyOf(whole, (int) (whole.length * 0.95))).isForUsers();
        assertEquals(0, broken(some), some.out());
        assertTrue(number(some.rows("selftest unwind").getFirst(), "whole") > 40, some.out());
        lostStacksSaySo(some);
    }
}
