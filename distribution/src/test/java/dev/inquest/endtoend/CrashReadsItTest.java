package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dumps of real machines below {@code INQUEST_DUMPS}, written anew in each form: crash prints the same of them as of the originals. It runs where
 * {@code INQUEST_CRASH} is the command of a crash for the machine of these dumps and {@code INQUEST_KERNELS} names a folder with each kernel's
 * {@code vmlinux-RELEASE}.
 */
class CrashReadsItTest {
    private static final String COMMANDS = "ps\nlog\nbt -a\nmod\nkmem -i\nexit\n";
    private static final List<List<String>> FORMS = List.of(
            List.of("-c"),
            List.of("-l", "-F"),
            List.of("-p"),
            List.of("-z", "-F"),
            List.of("-l", "--split", "3"),
            List.of("-E", "-d", "31"));

    private static final int MINUTES = 10;

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> crashPrintsTheSame() throws IOException {
        // Beside these dumps lies what crash read of them, so that there is one that can.
        return DumpFolders.each("crash.txt.gz", this::check);
    }

    private void check(Path dumps, Path dump) throws IOException {
        String crash = System.getenv("INQUEST_CRASH");
        String kernels = System.getenv("INQUEST_KERNELS");
        assumeTrue(crash != null && kernels != null, "INQUEST_CRASH or INQUEST_KERNELS names nothing");
        Inquest.Run info =
                new Inquest(folder).run("dump", "info", "-v", dump.toString()).isForUsers();
        String release = info.out()
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("OSRELEASE="))
                .map(line -> line.substring("OSRELEASE=".length()))
                .findFirst()
                .orElseThrow();
        Path vmlinux = Path.of(String.valueOf(kernels), "vmlinux-" + release);
        assumeTrue(Files.exists(vmlinux), () -> "there is no " + vmlinux);
        String expected = crash(String.valueOf(crash), vmlinux, List.of(dump));
        assumeTrue(expected.contains("swapper/0"), () -> "crash does not read the dump itself: " + expected);
        for (List<String> form : FORMS) {
            Path into = Files.createTempDirectory(folder, "form");
            List<Path> files = new ArrayList<>();
            for (int i = 0; i < (form.contains("--split") ? 3 : 1); i++) {
                files.add(into.resolve("dump" + i));
            }
            List<String> arguments = new ArrayList<>(List.of("dump", "filter"));
            arguments.addAll(form);
            arguments.add(dump.toString());
            files.forEach(file -> arguments.add(file.toString()));
            Inquest.Run run = new Inquest(folder).run(arguments.toArray(String[]::new));
            assertEquals(0, run.exit(), run.err());
            assertEquals(expected, crash(String.valueOf(crash), vmlinux, files), form.toString());
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    /** Returns what crash prints, but for the names of the files. */
    private String crash(String crash, Path vmlinux, List<Path> files) throws IOException {
        Path commands = Files.writeString(folder.resolve("commands"), COMMANDS);
        Path out = folder.resolve("crash.txt");
        List<String> command = new ArrayList<>(List.of(crash.split(" ", -1)));
        command.addAll(List.of("-s", "-i", commands.toString(), vmlinux.toString()));
        files.forEach(file -> command.add(file.toString()));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "crash does not end");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(out, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> files.stream().noneMatch(file -> line.contains(String.valueOf(file.getFileName()))))
                .collect(Collectors.joining("\n"));
    }
}
