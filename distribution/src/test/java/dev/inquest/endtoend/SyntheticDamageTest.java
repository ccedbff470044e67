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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is missing from a dump is said where it is missing, and costs nothing else. */
class SyntheticDamageTest {
    @TempDir
    Path folder;

    private Inquest.Run run(byte[] dump, String... commands) throws IOException {
        Path file = Files.write(folder.resolve("dump"), dump);
        return new Inquest(folder).json(List.of(file), commands).isForUsers();
    }

    private static Map<String, Object> row(Inquest.Run run, String command, long task) {
        return run.rows(command).stream()
                .filter(row -> ("0x" + Long.toHexString(task)).equals(row.get("task")))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no row of the task: " + run.out()));
    }

    @Test
    void anExcludedPageUnderATaskCostsItsCells() throws IOException {
        SyntheticKernel kernel = SyntheticKernel.of(Synthetic.TEXT + "exclude 0xffff888000141000 1\n");
        Inquest.Run run = run(kernel.kdump().write(), "ps", "mod");
        assertEquals(5, run.exit());
        assertEquals("partial", run.result("ps").get("status"));
        assertEquals("ok", run.result("mod").get("status"));
        Map<String, Object> server = row(run, "ps", kernel.task("server"));
        assertEquals("excluded", Json.object(server.get("comm")).get("unavailable"), server.toString());
        assertEquals(90L, server.get("pid"));
        assertEquals("IN", server.get("state"));
        Map<String, Object> worker = row(run, "ps", kernel.task("worker"));
        assertEquals("worker", worker.get("comm"));
        assertEquals(8, run.rows("ps").size());
    }

    @Test
    void anExcludedStackIsToldAndOtherStacksAreWhole() throws IOException {
        SyntheticKernel kernel =
                SyntheticKernel.of(Synthetic.TEXT.replace("comm=server", "comm=server kstack=0xffff888000180000")
                        + "exclude 0xffff888000183000 1\n");
        Inquest.Run run = run(kernel.kdump().write(), "foreach bt");
        Map<String, Object> server = row(run, "foreach bt", kernel.task("server"));
        assertEquals(false, server.get("complete"));
        assertTrue(String.valueOf(server.get("stop_reason")).contains("excluded"), server.toString());
        assertEquals(true, row(run, "foreach bt", kernel.task("worker")).get("complete"));
        assertEquals("partial", run.result("foreach bt").get("status"));
        assertEquals(5, run.exit());
    }

    @Test
    void anExcludedTaskIsLeftOutAndItsNeighboursAreNot() throws IOException {
        SyntheticKernel kernel = SyntheticKernel.of(Synthetic.TEXT + "exclude 0xffff888000130000 2\n");
        Inquest.Run run = run(kernel.kdump().write(), "ps");
        assertEquals(7, run.rows("ps").size());
        assertTrue(
                run.messages("ps").stream().anyMatch(m -> m.contains("list of processes") && m.contains("excluded")),
                run.messages("ps").toString());
    }

    @Test
    void aTaskListThatGoesInCirclesIsSaid() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        int tasks = kernel.types().offsetOf("task_struct", "tasks");
        // server is followed by kthreadd again, and the tail is not reached from the back either.
        kernel.poke(kernel.task("server") + tasks, kernel.task("kthreadd") + tasks);
        kernel.poke(kernel.address("init_task") + tasks + 8, kernel.task("server") + tasks);
        Inquest.Run run = run(kernel.kdump().write(), "ps");
        List<String> messages = run.messages("ps");
        assertTrue(messages.stream().anyMatch(m -> m.contains("list of processes is damaged")), messages.toString());
        List<String> names = run.rows("ps").stream()
                .map(row -> String.valueOf(row.get("comm")))
                .toList();
        assertTrue(names.containsAll(List.of("init", "kthreadd", "kworker/1:0", "server", "worker")), names.toString());
    }

    @Test
    void aFileCutShortOpensAsFarAsItGoes() throws IOException {
        SyntheticKernel kernel = Synthetic.kernel();
        for (byte[] whole : List.of(kernel.kdump().write(), kernel.elf().write())) {
            // The end of the file has the per-CPU areas, and before them the stacks.
            byte[] cut = Arrays.copyOf(whole, whole.length * 97 / 100);
            Inquest.Run run = run(cut, "sys", "ps", "log");
            assertTrue(run.exit() == 0 || run.exit() == 5, run.exit() + run.out() + run.err());
            assertTrue(run.err().contains("cut short") || run.out().contains("cut short"), run.out() + run.err());
            assertEquals("6.1.0-test", run.rows("sys").getFirst().get("release"));
            assertEquals(3, run.rows("log").size());
        }
    }
}
