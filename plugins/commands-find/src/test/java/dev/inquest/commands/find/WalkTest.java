package dev.inquest.commands.find;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalkTest {
    @TempDir
    Path folder;

    private List<String> walk(Walk walk) throws IOException {
        List<String> names = new ArrayList<>();
        walk.go(folder, (file, attributes) -> names.add(folder.relativize(file).toString()));
        return names;
    }

    private void file(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
    }

    @Test
    void eachFolderOnceThoughLinksGoRoundInARing() throws IOException {
        file("a/one");
        file("b/two");
        Files.createSymbolicLink(folder.resolve("a/up"), folder);
        Files.createSymbolicLink(folder.resolve("b/self"), Path.of("self"));
        Files.createSymbolicLink(folder.resolve("b/gone"), Path.of("nowhere"));
        Files.createSymbolicLink(folder.resolve("c"), folder.resolve("b"));
        assertEquals(List.of("a/one", "b/two"), walk(new Walk(8, Progress.NONE)));
    }

    @Test
    void linksToFilesAndFoldersElsewhereAreFollowed(@TempDir Path elsewhere) throws IOException {
        Files.writeString(elsewhere.resolve("vmcore"), "x");
        Files.createSymbolicLink(folder.resolve("crash"), elsewhere);
        Files.createSymbolicLink(folder.resolve("latest"), elsewhere.resolve("vmcore"));
        assertEquals(
                List.of("crash/vmcore", "latest"),
                walk(new Walk(8, Progress.NONE)).stream().sorted().toList());
    }

    @Test
    void noDeeperThanAsked() throws IOException {
        file("a/b/c/far");
        file("a/near");
        Walk walk = new Walk(1, Progress.NONE);
        assertEquals(List.of("a/near"), walk(walk));
        assertEquals(1, walk.tooDeep());
        assertEquals(List.of("a/near", "a/b/c/far"), walk(new Walk(3, Progress.NONE)));
    }

    @Test
    void unreadableFoldersAreTold() throws IOException {
        file("a/one");
        file("b/two");
        Files.setPosixFilePermissions(folder.resolve("a"), PosixFilePermissions.fromString("---------"));
        try {
            assumeFalse(Files.isReadable(folder.resolve("a")), "this user may read everything");
            Walk walk = new Walk(8, Progress.NONE);
            assertEquals(List.of("b/two"), walk(walk));
            assertEquals(List.of(folder.resolve("a").toString()), walk.unreadable());
        } finally {
            Files.setPosixFilePermissions(folder.resolve("a"), PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void stopsWhenToldSo() throws IOException {
        for (int i = 0; i < 20; i++) {
            file("d" + i + "/file");
        }
        List<Path> seen = new ArrayList<>();
        Walk walk = new Walk(8, new Progress() {
            @Override
            public void report(String activity, long done, long total) {}

            @Override
            public boolean cancelled() {
                return seen.size() >= 3;
            }
        });
        walk.go(folder, (file, attributes) -> seen.add(file));
        assertEquals(3, seen.size());
        assertTrue(walk.files() < 20);
    }
}
