package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;

/**
 * Dumps of real machines below the folder that the environment's {@code INQUEST_DUMPS} names, one folder for each: the dump, and beside it
 * what others read of it, {@code console.txt} as the kernel printed it, {@code drgn.json.gz} by {@code src/test/drgn/read-dump.py}.
 */
final class DumpFolders {
    private static final List<String> FILES =
            List.of("vmcore", "vmcore.elf", "vmcore.elf.zst", "vmcore.qemu-elf", "vmcore.qemu-zlib", "vmcore.flat");

    private DumpFolders() {}

    /** What is checked of one dump. */
    interface Check {
        void of(Path folder, Path dump) throws IOException;
    }

    /** Returns a test for each folder that has a dump and the file that is needed; a skipped one where there is none. */
    static Stream<DynamicTest> each(String needed, Check check) throws IOException {
        String dumps = System.getenv("INQUEST_DUMPS");
        List<Path> found = new ArrayList<>();
        if (dumps != null && Files.isDirectory(Path.of(dumps))) {
            try (DirectoryStream<Path> folders = Files.newDirectoryStream(Path.of(dumps))) {
                for (Path one : folders) {
                    if (Files.exists(one.resolve(needed)) && dump(one).isPresent()) {
                        found.add(one);
                    }
                }
            }
        }
        if (found.isEmpty()) {
            return Stream.of(DynamicTest.dynamicTest(
                    "no dumps",
                    () -> assumeTrue(false, "INQUEST_DUMPS names no folder with dumps that have a " + needed)));
        }
        return found.stream()
                .sorted()
                .map(one -> DynamicTest.dynamicTest(
                        one.getFileName().toString(),
                        () -> check.of(one, dump(one).orElseThrow())));
    }

    /** Returns a cell that is a number. */
    static long number(@Nullable Object cell) {
        if (cell instanceof Number number) {
            return number.longValue();
        }
        throw new AssertionError(cell + " is no number");
    }

    /** Returns a cell that is a number, or what stands for one that is none. */
    static long number(@Nullable Object cell, long otherwise) {
        return cell instanceof Number number ? number.longValue() : otherwise;
    }

    /** Returns the dump in a folder, if it has one. */
    static Optional<Path> dump(Path folder) {
        return FILES.stream().map(folder::resolve).filter(Files::exists).findFirst();
    }
}
