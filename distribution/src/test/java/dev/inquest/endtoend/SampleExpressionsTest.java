package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expressions and lists over the sample dump, against crash's transcript and drgn's reading of it. */
class SampleExpressionsTest {

    private static List<String> lines(Path folder, String command) throws IOException {
        Inquest.Run run = new Inquest(folder)
                .run("-s", "-c", command, Inquest.sample("vmcore").toString())
                .isForUsers();
        assertEquals(0, run.exit(), run.err());
        return run.out().lines().toList();
    }

    @Test
    void aMemberReadsAsInCrash(@TempDir Path folder) throws IOException {
        // crash: comm = "swapper/0\000\000\000\000\000\000"
        String comm = "\"swapper/0" + "\\000".repeat(6) + "\"";
        assertTrue(Reference.text(Inquest.sample("crash.txt.gz")).contains("comm = " + comm));
        assertEquals(List.of("init_task.comm = " + comm), lines(folder, "p init_task.comm"));
    }

    @Test
    void theListOfProcessesHasThoseThatDrgnFinds(@TempDir Path folder) throws IOException {
        Inquest.Run empty = new Inquest.Run(0, "{\"results\":[]}", "");
        long processes = new Reference(Inquest.sample("drgn.json.gz"), empty)
                .tasks().stream()
                        .filter(task -> Objects.equals(task.get("pid"), task.get("tgid")))
                        .count();
        // The head, init_task, is one more: drgn walks no idle tasks.
        assertEquals(
                processes + 1,
                lines(folder, "list task_struct.tasks -h init_task").size());
    }

    @Test
    void arithmeticHasCsPrecedence(@TempDir Path folder) throws IOException {
        // crash 8.0.6 gives 17 here: it leaves the shift out.
        assertTrue(lines(folder, "eval (1 + 0x10) << 2").contains("    decimal: 68"));
    }
}
