package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Arguments and variables in a real dump, when {@code INQUEST_DUMPS} names a folder with dumps, as for {@link RealDumpsTest}, and {@code
 * INQUEST_KERNELS} one with vmlinux files. The values are those that drgn gives, and what the kernel printed as it failed.
 */
class FrameVariablesTest {
    private static final String DUMP = "x86_64-6.1-sysrq/vmcore";
    private static final String KERNEL = "vmlinux-6.1.0-56-cloud-amd64";

    @TempDir
    Path folder;

    private List<Path> files() {
        String dumps = System.getenv("INQUEST_DUMPS");
        assumeTrue(dumps != null, "INQUEST_DUMPS names no folder");
        Path dump = Path.of(dumps, DUMP);
        assumeTrue(Files.exists(dump), dump + " is missing");
        Path kernel = Kernels.named(KERNEL);
        return List.of(dump, kernel);
    }

    private static Map<String, Object> variable(Inquest.Run run, String command, String name) {
        Map<String, Object> frame =
                Json.objects(run.rows(command).getFirst().get("frames")).getFirst();
        for (Map<String, Object> function : Json.objects(frame.get("functions"))) {
            for (Map<String, Object> variable : Json.objects(function.get("variables"))) {
                if (name.equals(variable.get("name"))) {
                    return variable;
                }
            }
        }
        throw new AssertionError("no " + name + " in " + frame);
    }

    @Test
    void ofThePanic() throws IOException {
        Inquest.Run run = new Inquest(folder)
                .json(files(), "frame panic", "frame ksys_write")
                .isForUsers();
        // Some variables were optimised out, which is a fact; nothing was unreadable.
        assertEquals(0, run.exit(), run.err());
        String buffer = String.valueOf(variable(run, "frame panic", "buf").get("value"));
        assertTrue(buffer.startsWith("sysrq triggered crash"), buffer);
        Map<String, Object> fmt = variable(run, "frame panic", "fmt");
        assertEquals("parameter", fmt.get("kind"));
        assertEquals("0xffffffff93f697b9", fmt.get("value"));
        assertEquals("rbx", fmt.get("place"));
        assertEquals("const char *", fmt.get("type"));
        assertEquals(
                "optimised out",
                Json.object(variable(run, "frame panic", "len").get("value")).get("unavailable"));
        assertEquals(
                "2", String.valueOf(variable(run, "frame ksys_write", "count").get("value")));
        assertEquals("0x3e473990", variable(run, "frame ksys_write", "buf").get("value"));
    }
}
