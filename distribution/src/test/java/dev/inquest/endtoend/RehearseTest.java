package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script behind {@code inquest rehearse}; the rehearsal itself runs where {@code INQUEST_REHEARSE} names an architecture. */
class RehearseTest {
    private static final int SECONDS = 1200;

    @TempDir
    Path folder;

    private record Run(int exit, String out, String err) {}

    private Run rehearse(Map<String, String> environment, String... words) throws IOException {
        Path image = Inquest.root().resolve("distribution/target/inquest");
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", image.resolve("bin/inquest").toString(), "rehearse"));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("TMPDIR", folder.toString());
        builder.environment().put("INQUEST_JAVA", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(SECONDS, TimeUnit.SECONDS), "still running");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Test
    void commandLinesThatAreWrong() throws IOException {
        for (List<String> words : List.of(
                List.of("--arch", "vax"),
                List.of("--nonsense"),
                List.of("--timeout", "soon"),
                List.of("--memory"),
                List.of("--suite", "../x"),
                List.of("--collector", "raw", "--kdump-conf", "x"))) {
            Run run = rehearse(Map.of(), words.toArray(String[]::new));
            assertEquals(2, run.exit(), words + run.err());
            assertEquals(1, run.err().lines().count(), run.err());
        }
        assertTrue(rehearse(Map.of(), "--help").out().startsWith("usage: inquest rehearse"));
    }

    /** With nothing but a shell at hand everything that is missing is named, with its package, and nothing is begun. */
    @Test
    void whatIsMissingIsNamed() throws IOException {
        Path few = Files.createDirectories(folder.resolve("few"));
        for (String program : List.of("bash", "sh", "dirname", "uname", "tr", "sort", "mktemp", "readlink")) {
            for (String place : List.of("/bin", "/usr/bin")) {
                Path there = Path.of(place, program);
                if (Files.exists(there) && Files.notExists(few.resolve(program))) {
                    Files.copy(there, few.resolve(program), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        Run run = rehearse(Map.of("PATH", few.toString()), "--check", "--arch", "amd64");
        assertEquals(3, run.exit(), run.out() + run.err());
        assertTrue(run.err().contains("qemu-system-x86"), run.err());
        assertTrue(run.out().contains("missing: apt install"), run.out());
    }

    @Test
    void theWholeWay() throws IOException {
        String architecture = System.getenv("INQUEST_REHEARSE");
        assumeTrue(
                architecture != null, "INQUEST_REHEARSE names no architecture, such as amd64, to rehearse a crash of");
        Run check = rehearse(Map.of(), "--check", "--arch", architecture);
        assumeTrue(check.exit() == 0, "a rehearsal needs more than there is here: " + check.err());
        Path conf = Files.writeString(
                folder.resolve("kdump.conf"), "path /var/crash\ncore_collector makedumpfile -c -d 17\n");
        boolean filters = !architecture.equals("arm64");
        Run run = filters
                ? rehearse(
                        Map.of(),
                        "--json",
                        "--arch",
                        architecture,
                        "--keep",
                        folder.resolve("kept").toString(),
                        // Of Debian 13's 6.12 its own makedumpfile 1.7.6 says that it is not supported, and may crash.
                        "--suite",
                        "bookworm",
                        "--kdump-conf",
                        conf.toString())
                : rehearse(
                        Map.of(),
                        "--json",
                        "--arch",
                        architecture,
                        "--keep",
                        folder.resolve("kept").toString(),
                        "--collector",
                        "raw");
        assertEquals(0, run.exit(), run.out() + run.err());
        Map<String, Object> told = Json.object(Json.parse(run.out()));
        assertEquals(true, told.get("ok"));
        assertTrue(String.valueOf(told.get("steps")).contains("sysrq_handle_crash"), run.out());
        assertTrue(Files.size(folder.resolve("kept/vmcore")) > 1 << 20);
        if (filters) {
            assertTrue(Files.readString(folder.resolve("kept/rehearsal")).contains("makedumpfile -F -c -d 17"));
        }
        try (var left = Files.list(folder)) {
            assertFalse(left.anyMatch(file -> file.getFileName().toString().startsWith("inquest-rehearse")));
        }
    }
}
