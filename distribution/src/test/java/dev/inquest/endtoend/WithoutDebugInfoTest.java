package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a dump tells without any debug information is what it tells with its vmlinux's DWARF. Needs the folders {@code INQUEST_DUMPS}, as {@link
 * RealDumpsTest} does, and {@code INQUEST_KERNELS}: the vmlinux files, unpacked from their packages or under their own names.
 */
class WithoutDebugInfoTest {
    private static final String[] COMMANDS = {"sys", "ps", "bt -a", "foreach bt", "log -T", "mod", "mount", "kmem -i"};

    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> tellsTheSame() throws IOException {
        String dumps = System.getenv("INQUEST_DUMPS");
        String kernels = System.getenv("INQUEST_KERNELS");
        if (dumps == null || !Files.isDirectory(Path.of(dumps))) {
            return none("INQUEST_DUMPS names no folder with dumps");
        }
        if (kernels == null || !Files.isDirectory(Path.of(kernels))) {
            return none("INQUEST_KERNELS names no folder with vmlinux files");
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of(dumps))) {
            for (Path one : folders) {
                Stream.of("vmcore", "vmcore.elf.zst", "vmcore.flat")
                        .map(one::resolve)
                        .filter(Files::exists)
                        .findFirst()
                        .ifPresent(found::add);
            }
        }
        return found.stream()
                .sorted()
                .map(one ->
                        DynamicTest.dynamicTest(String.valueOf(one.getParent()), () -> compare(one, Path.of(kernels))));
    }

    private static Stream<DynamicTest> none(String reason) {
        return Stream.of(DynamicTest.dynamicTest("no dumps", () -> assumeTrue(false, reason)));
    }

    private void compare(Path dump, Path kernels) throws IOException {
        for (String command : COMMANDS) {
            Inquest.Run with = run(command, dump, kernels);
            assumeTrue(with.exit() != 3, () -> "it cannot be opened: " + with.err());
            if (command.equals("sys")) {
                assumeTrue(with.out().contains("vmlinux"), () -> "its vmlinux is not in " + kernels);
            }
            Inquest.Run without = run(command, dump);
            assumeTrue(
                    !command.equals("sys") || without.out().contains("types from BTF"),
                    "this kernel has no BTF: a layout bundle has its types");
            assertEquals(lines(with), lines(without), command);
            assertTrue(without.out().length() > 100, without.err());
        }
    }

    private Inquest.Run run(String command, Path... files) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-c", command));
        for (Path file : files) {
            arguments.add(file.toString());
        }
        return new Inquest(folder).run(arguments.toArray(String[]::new)).isForUsers();
    }

    /**
     * Leaves out what names the vmlinux, and where a module's symbols come from.
     */
    private static String lines(Inquest.Run run) {
        StringBuilder lines = new StringBuilder();
        run.out()
                .lines()
                .filter(line -> !line.startsWith("      KERNEL: "))
                .map(line ->
                        line.replaceFirst("(  \\(not loaded\\)  \\[CONFIG_KALLSYMS]|  /\\S+\\.ko(\\.debug)?)$", ""))
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }
}
