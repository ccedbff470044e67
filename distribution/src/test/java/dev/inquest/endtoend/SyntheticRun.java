package dev.inquest.endtoend;

import dev.inquest.testkit.Json;
import dev.inquest.testkit.kernel.SyntheticKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs commands over the dump of a kernel that a test described and, most often, damaged. */
record SyntheticRun(Path folder) {

    /** Runs commands with results as JSON. */
    Inquest.Run json(SyntheticKernel kernel, String... commands) throws IOException {
        Path file = Files.write(folder.resolve("dump"), kernel.kdump().write());
        return new Inquest(folder).json(List.of(file), commands);
    }

    /** Returns the stack of a task, by its name. */
    Map<String, Object> stack(SyntheticKernel kernel, String comm) throws IOException {
        return json(kernel, "foreach bt").rows("foreach bt").stream()
                .filter(row -> comm.equals(row.get("comm")))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the frames of a stack. */
    static List<Map<String, Object>> frames(Map<String, Object> stack) {
        return Json.objects(stack.get("frames"));
    }

    /** Returns the stack pointer of a frame. */
    static long sp(Map<String, Object> frame) {
        return Long.parseUnsignedLong(String.valueOf(frame.get("sp")).substring(2), 16);
    }
}
