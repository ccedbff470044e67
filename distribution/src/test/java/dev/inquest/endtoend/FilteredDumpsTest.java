package dev.inquest.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Dumps of real machines, written anew with all left out that can be: what drgn read of the originals can still be read. */
class FilteredDumpsTest {
    @TempDir
    Path folder;

    @TestFactory
    Stream<DynamicTest> whatTheKernelKeepsStays() throws IOException {
        return DumpFolders.each("drgn.json.gz", this::check);
    }

    private void check(Path dumps, Path dump) throws IOException {
        // Filtering needs no types, but the commands that are compared do.
        assumeFalse(String.valueOf(dumps.getFileName()).contains("ppc64le"), "kernels of ppc64le may have no BTF");
        List<List<String>> forms = List.of(List.of("-z"), List.of("-E"), List.of("-l", "--split", "2"));
        for (List<String> form : forms) {
            // Each has a folder of its own: what one leaves behind when it fails is not in the way of the next.
            List<Path> written = write(Files.createTempDirectory(folder, "written"), dump, form);
            Inquest.Run run =
                    new Inquest(folder).json(written, Reference.COMMANDS).isForUsers();
            Reference reference = new Reference(dumps.resolve("drgn.json.gz"), run);
            reference.checkTasks();
            reference.checkModules();
            reference.checkLog();
            reference.checkMounts();
            for (Path file : written) {
                Files.delete(file);
            }
        }
    }

    private List<Path> write(Path into, Path dump, List<String> form) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("dump", "filter", "-d", "31"));
        arguments.addAll(form);
        arguments.add(dump.toString());
        List<Path> written = new ArrayList<>(List.of(into.resolve("one")));
        if (form.contains("--split")) {
            written.add(into.resolve("two"));
        }
        written.forEach(file -> arguments.add(file.toString()));
        Inquest.Run run =
                new Inquest(folder).run(arguments.toArray(String[]::new)).isForUsers();
        assertEquals(0, run.exit(), run.err());
        return written;
    }
}
