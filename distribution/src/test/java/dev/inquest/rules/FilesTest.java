package dev.inquest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the project's files look like. */
class FilesTest {
    private static final int LONGEST = 500;
    private static final int LARGEST = 2 << 20;

    /** Put together from parts, so that this file does not contain what it looks for. */
    private static final Pattern UNWANTED = Pattern.compile(String.join(
            "|",
            "repo1?\\.maven" + "\\.",
            "maven" + "-central\\.",
            "oss\\.sono" + "type",
            "central\\.sono" + "type",
            "registry\\.np" + "mjs",
            "py" + "pi\\.org",
            "gh" + "cr\\.io",
            "docker" + "\\.io",
            "plugins\\.gra" + "dle\\.org",
            "/ro" + "ot/\\.(m2|cache)",
            "/tmp" + "/lab\\b",
            "(^|[\\s\"'=(:])/wo" + "rk/"));

    @Test
    void sourceFilesAreShort() throws IOException {
        Set<String> longOnes = new TreeSet<>();
        int checked = 0;
        for (Path file : tracked()) {
            String name = file.toString();
            if (name.endsWith(".java") || name.endsWith(".sh")) {
                checked++;
                long lines;
                try (var content = Files.lines(file)) {
                    lines = content.count();
                }
                if (lines > LONGEST) {
                    longOnes.add(Jars.root().relativize(file) + ": " + lines + " lines");
                }
            }
        }
        assertTrue(checked > 150, "only " + checked + " files");
        assertEquals(Set.of(), longOnes);
    }

    @Test
    void noFileNamesARegistryOrAMachine() throws IOException {
        Set<String> found = new TreeSet<>();
        int checked = 0;
        for (Path file : tracked()) {
            if (Files.size(file) > LARGEST) {
                continue;
            }
            int number = 0;
            for (String line : lines(file)) {
                number++;
                if (UNWANTED.matcher(line).find()) {
                    found.add(Jars.root().relativize(file) + ":" + number + ": " + line.strip());
                }
            }
            checked++;
        }
        assertTrue(checked > 150, "only " + checked + " files");
        assertEquals(Set.of(), found);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).lines().toList();
        } catch (CharacterCodingException e) {
            // Not text.
            return List.of();
        }
    }

    /** Returns the files that git would take: all but what builds and editors make. */
    private static List<Path> tracked() throws IOException {
        Set<String> ignored = Set.of(".git", "target", ".idea", ".vscode");
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(Jars.root(), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return ignored.contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile()
                        && !String.valueOf(file.getFileName()).equals(".git")) {
                    files.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return files;
    }
}
