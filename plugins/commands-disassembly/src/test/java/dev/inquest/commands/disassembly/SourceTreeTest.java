package dev.inquest.commands.disassembly;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where source files are looked for. */
class SourceTreeTest {
    @TempDir
    Path folder;

    @Test
    void leadingPartsOfTheCompiledPathMayBeMissing() throws Exception {
        Files.createDirectories(folder.resolve("kernel"));
        Files.writeString(folder.resolve("kernel/panic.c"), "one\ntwo\n");
        SourceTree tree = new SourceTree("/nowhere:" + folder);
        assertEquals("two", tree.line("debian/build/build_amd64_none_amd64/kernel/panic.c", 2));
        assertEquals(null, tree.line("debian/build/build_amd64_none_amd64/kernel/panic.c", 3));
        assertEquals(List.of(), tree.lines("kernel/fork.c"));
    }

    @Test
    void aMappingReplacesTheBeginning() throws Exception {
        Files.writeString(folder.resolve("panic.c"), "one\n");
        SourceTree tree = new SourceTree("/build/linux/kernel=" + folder);
        assertEquals("one", tree.line("/build/linux/kernel/panic.c", 1));
        assertEquals(List.of(), tree.lines("/other/linux/kernel/panic.c"));
    }

    /** Debian's debug information has drivers/tty/sysrq.c, and the folder of the build beside it. */
    @Test
    void aMappingOfTheBuildsFolderHoldsForRelativePaths() throws Exception {
        Files.createDirectories(folder.resolve("kernel"));
        Files.writeString(folder.resolve("kernel/panic.c"), "one\n");
        SourceTree tree = new SourceTree("/build/reproducible-path/linux-6.1.192=" + folder);
        assertEquals("one", tree.line("kernel/panic.c", 1));
        assertEquals(
                "it is not in /build/reproducible-path/linux-6.1.192=" + folder + ", which 'set source' names",
                tree.advice());
    }

    @Test
    void whatIsWrongWithAPlaceIsSaid() {
        assertEquals("'set source FOLDER' says where it is", new SourceTree(null).advice());
        assertEquals(
                "there is no folder /nowhere/at/all, which 'set source' names",
                new SourceTree("/a=" + folder + ":/nowhere/at/all").advice());
    }

    @Test
    void nothingSetFindsNothing() {
        assertEquals(List.of(), new SourceTree(null).lines("kernel/panic.c"));
        assertEquals(List.of(), new SourceTree("/a\0b").lines("kernel/panic.c"));
    }
}
