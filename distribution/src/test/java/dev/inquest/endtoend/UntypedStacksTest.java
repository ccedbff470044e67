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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels without types: no tasks, but the stack of the processor that died is shown from its registers and the symbol table. */
class UntypedStacksTest {
    @TempDir
    Path folder;

    static List<String> kernels() {
        return Synthetic.withoutTypes();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void thePanicStackNeedsNoTypes(String text) throws IOException {
        Path dump = Files.write(
                folder.resolve("dump"), SyntheticKernel.of(text).kdump().write());
        Inquest.Run run =
                new Inquest(folder).json(List.of(dump), "bt", "bt -a", "ps").isForUsers();
        Map<String, Object> row = run.rows("bt").getFirst();
        assertEquals(1, run.rows("bt").size(), run.out());
        assertEquals(described(text), functions(row));
        assertEquals("user_mode", row.get("end"), run.out());
        assertEquals(0L, row.get("cpu"));
        assertEquals(1L, row.get("pid"));
        assertEquals("missing", Json.object(row.get("task")).get("unavailable"));
        assertTrue(run.rows("bt -a").size() > 1, run.out());
        assertTrue(run.messages("bt").stream().anyMatch(message -> message.startsWith("no tasks (")), run.out());
        assertEquals("failed", run.result("ps").get("status"));
    }

    private static List<String> described(String text) {
        String line = text.lines()
                .filter(one -> one.startsWith("stack init "))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.split(" "))
                .filter(word -> word.contains("+"))
                .map(word -> word.replaceAll("\\+.*", ""))
                .toList();
    }

    private static List<String> functions(Map<String, Object> row) {
        return Json.objects(row.get("frames")).stream()
                .filter(frame -> !"user".equals(frame.get("kind")))
                .map(frame -> String.valueOf(frame.get("symbol")))
                .toList();
    }
}
