package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.testkit.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Starts the assembled program in a process of its own. */
record Inquest(Path folder) {
    /** Much more than any start takes, also on a machine that is busy. */
    private static final int SECONDS = 120;

    /** What a process did. */
    record Run(int exit, String out, String err) {
        /** Returns the results by the command that was typed. */
        Map<String, Object> result(String command) {
            return Json.objects(Json.object(Json.parse(out)).get("results")).stream()
                    .filter(result -> command.equals(result.get("command")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no result of " + command + " in " + out + err));
        }

        /** Returns the rows of a command. */
        List<Map<String, Object>> rows(String command) {
            return Json.objects(result(command).get("rows"));
        }

        /** Returns the messages that belong to a command. */
        List<String> messages(String command) {
            return Json.objects(result(command).get("diagnostics")).stream()
                    .map(one -> String.valueOf(one.get("message")))
                    .toList();
        }

        /** Checks that there is nothing in the output that only programmers understand. */
        Run isForUsers() {
            String all = out + err;
            assertFalse(all.contains("Exception"), all);
            assertFalse(all.contains("\tat "), all);
            assertFalse(all.contains("internal error"), all);
            return this;
        }

        /** Checks that nothing was opened, and that one line says why. */
        Run isRefused(String reason) {
            isForUsers();
            assertEquals(3, exit, out + err);
            assertEquals(1, err.lines().count(), err);
            assertTrue(err.contains(reason), err);
            return this;
        }
    }

    static Path root() {
        return Path.of(System.getProperty("inquest.root"));
    }

    static Path sample(String suffix) {
        return root().resolve("samples").resolve("x86_64-6.1-sysrq." + suffix);
    }

    /** Runs commands and has their results as JSON. */
    Run json(List<Path> files, String... commands) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("--format", "json"));
        for (String command : commands) {
            arguments.add("-c");
            arguments.add(command);
        }
        files.forEach(file -> arguments.add(file.toString()));
        return run(arguments);
    }

    /** Runs the program with these arguments. */
    Run run(String... arguments) throws IOException {
        return run(List.of(arguments));
    }

    private Run run(List<String> arguments) throws IOException {
        return run(List.of(), arguments);
    }

    /** Runs the program with options of the virtual machine. */
    Run run(List<String> machine, List<String> arguments) throws IOException {
        Path image = root().resolve("distribution/target/inquest");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx1g",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dinquest.image=" + image));
        command.addAll(machine);
        command.addAll(List.of(
                "-Dinquest.cache=" + folder.resolve("cache"),
                "-cp",
                classPath(image),
                "dev.inquest.launcher.Main",
                // What lies on this machine must not make a difference.
                "--no-debug-search"));
        command.addAll(arguments);
        Path out = Files.createTempFile(folder, "out", ".txt");
        Path err = Files.createTempFile(folder, "err", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("XDG_CACHE_HOME", folder.resolve("xdg-cache").toString());
        builder.environment().put("XDG_DATA_HOME", folder.resolve("xdg-data").toString());
        Process process = builder.start();
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("still running after " + SECONDS + " s: " + arguments);
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static String classPath(Path image) throws IOException {
        List<String> jars = new ArrayList<>();
        for (String part : List.of("lib", "bundles/framework", "bundles/libraries", "bundles/plugins")) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(image.resolve(part), "*.jar")) {
                files.forEach(file -> jars.add(file.toString()));
            }
        }
        jars.sort(String::compareTo);
        return String.join(":", jars);
    }
}
