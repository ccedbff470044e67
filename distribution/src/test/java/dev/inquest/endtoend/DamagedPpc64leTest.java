package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.inquest.testkit.Json;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged in a ppc64le dump is named, and costs nothing else. */
class DamagedPpc64leTest {
    @TempDir
    Path folder;

    @Test
    void aBackChainThatLoops() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        long second = Long.parseUnsignedLong(
                String.valueOf(frames(task(kernel, "server")).get(1).get("sp")).substring(2), 16);
        kernel.poke(second, second - 0x40);
        Map<String, Object> server = task(kernel, "server");
        assertEquals(2, frames(server).size());
        assertEquals(false, server.get("complete"));
        assertEquals(
                "the back chain goes back, from 0x" + Long.toHexString(second) + " to 0x"
                        + Long.toHexString(second - 0x40),
                server.get("stop_reason"));
        assertEquals(true, task(kernel, "worker").get("complete"));
    }

    @Test
    void aSavedStackPointerOfNoStack() throws IOException {
        SyntheticKernel kernel = Synthetic.ppc64le();
        kernel.poke(kernel.task("server") + kernel.types().offsetOf("task_struct", "thread"), 0x1234);
        Map<String, Object> server = task(kernel, "server");
        assertEquals("the saved stack pointer 0x1234 is not on the task's stack", server.get("stop_reason"));
        assertEquals(List.of(), frames(server));
    }

    private Map<String, Object> task(SyntheticKernel kernel, String comm) throws IOException {
        return json(kernel, "foreach bt").rows("foreach bt").stream()
                .filter(row -> comm.equals(row.get("comm")))
                .findFirst()
                .orElseThrow();
    }

    private Inquest.Run json(SyntheticKernel kernel, String command) throws IOException {
        Path file = Files.write(folder.resolve("dump"), kernel.kdump().write());
        return new Inquest(folder).json(List.of(file), command);
    }

    private static List<Map<String, Object>> frames(Map<String, Object> task) {
        return Json.objects(task.get("frames"));
    }
}
