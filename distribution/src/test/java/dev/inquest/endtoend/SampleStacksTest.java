package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The options of {@code bt} over the sample dump, against crash 8.0.6. */
class SampleStacksTest {
    @TempDir
    Path folder;

    private Inquest.Run run(String command) throws IOException {
        return new Inquest(folder)
                .run("-s", "-c", command, Inquest.sample("vmcore").toString())
                .isForUsers();
    }

    private List<String> lines(String command) throws IOException {
        Inquest.Run run = run(command);
        assertEquals(0, run.exit(), run.err());
        return run.out().lines().map(String::strip).toList();
    }

    @Test
    void wordsOfFramesAreThoseOfCrash() throws IOException {
        assertTrue(lines("bt -f").contains("ff510b5a00013c18: 0000000000000002 ff298c1752bb0b00"));
        List<String> symbolic = lines("bt -F");
        assertTrue(symbolic.contains("ff510b5a00013c18: 0000000000000002 [filp]"), symbolic.toString());
        assertTrue(symbolic.contains("ff510b5a00013c48: [proc_dir_entry] proc_reg_write+86"));
        assertTrue(symbolic.contains("ff510b5a00013c38: [kmalloc-2k]     write_sysrq_trigger+36"));
        assertTrue(lines("bt -FF").contains("ff510b5a00013c18: 0000000000000002 [ff298c1752bb0b00:filp]"));
    }

    @Test
    void exceptionFramesOnTheProcessorsStacksAreThoseOfCrash() throws IOException {
        // crash stops at the third processor stack: "unrecognized stack address for this task".
        List<String> lines = lines("bt -E");
        assertTrue(lines.contains("CPU 1 NMI EXCEPTION STACK:"), lines.toString());
        assertTrue(lines.contains("CPU 1 IRQ STACK:"), lines.toString());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("USER-MODE EXCEPTION FRAME AT: fffffe000004")));
    }

    @Test
    void noStackOverflowed() throws IOException {
        // crash says so too, after a complaint that it cannot read the stack of the zombie, which has none.
        assertEquals(List.of("No stack overflows detected"), lines("bt -v"));
    }

    @Test
    void aWalkBeginsWhereTheUserSays() throws IOException {
        // crash 8.0.6 dies here of a segmentation fault.
        for (String command : List.of("bt -S ff510b5a00013c40", "bt -I ffffffff990a9354 -S ff510b5a00013c40")) {
            List<String> lines = lines(command);
            assertTrue(lines.get(1).endsWith("write_sysrq_trigger at ffffffff990a9354"), lines.toString());
            assertTrue(lines.contains("#1 [ff510b5a00013c50] proc_reg_write at ffffffff98deacb6"), lines.toString());
            assertTrue(lines.contains("RIP: 000000000047b7a0  RSP: 00007ffe4eb96898  RFLAGS: 00000202"));
        }
    }

    @Test
    void aWalkFromNowhereSaysSo() throws IOException {
        assertEquals(4, run("bt -I 1 -S 3").exit());
        assertEquals(4, run("bt -S 0").exit());
        assertTrue(run("bt -S 0").err().contains("nothing to read at the stack pointer"));
    }

    @Test
    void stacksAreChosenByWhatTheyReferTo() throws IOException {
        List<String> tasks = lines("foreach bt -R vfs_write").stream()
                .filter(line -> line.startsWith("PID:"))
                .toList();
        assertEquals(1, tasks.size(), tasks.toString());
        assertTrue(tasks.getFirst().startsWith("PID: 1 "));
        assertTrue(lines("bt -a -n idle").stream().noneMatch(line -> line.contains("swapper")));
        assertTrue(run("bt -a -n busy").err().contains("-n takes the word idle"));
    }

    @Test
    void everyStackIsWhole() throws IOException {
        Inquest.Run run = new Inquest(folder)
                .run(
                        "--format",
                        "json",
                        "selftest",
                        "unwind",
                        Inquest.sample("vmcore").toString());
        assertEquals(0, run.exit(), run.err());
        // drgn reads 74 tasks, one of them a zombie; the two processors' idle tasks are not among them.
        Map<String, Object> row = run.rows("selftest unwind").getFirst();
        assertEquals(76L, row.get("walked"));
        assertEquals(75L, row.get("whole"));
        assertEquals(1L, row.get("no_stack"));
        assertTrue(Json.objects(row.get("stacks")).isEmpty());
        assertFalse(run("selftest").exit() == 0);
    }
}
