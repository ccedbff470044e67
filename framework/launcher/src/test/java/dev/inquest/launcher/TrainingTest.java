package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingTest {
    private final List<String> ran = new ArrayList<>();

    @TempDir
    private Path folder;

    private Path samples;
    private Path made;

    @BeforeEach
    void samples() throws IOException {
        samples = Files.createDirectories(folder.resolve("samples"));
        made = folder.resolve("made");
        Files.createFile(samples.resolve("a.vmcore"));
        Files.createFile(samples.resolve("b.vmcore"));
        Files.createFile(Files.createDirectories(samples.resolve("training")).resolve("a.vmlinux"));
    }

    private Training training(Path from) {
        return new Training(
                arguments -> {
                    ran.add(String.join(" ", arguments).replace(folder + "/", ""));
                    return 0;
                },
                from,
                made);
    }

    @Test
    void whatNoSampleIsIsMadeFirst() throws IOException {
        Files.createDirectories(made);
        Path old = Files.createFile(made.resolve("a.jar"));
        training(samples).prepare();
        assertFalse(Files.exists(old), "of an earlier training that was interrupted");
        assertTrue(ran.contains("makedumpfile -l samples/a.vmcore made/a.lzo"), ran::toString);
        assertTrue(ran.contains("makedumpfile -l samples/b.vmcore made/b.lzo"), ran::toString);
        assertEquals(
                1, ran.stream().filter(line -> line.startsWith("layout build")).count(), ran::toString);
    }

    @Test
    void eachWayOfOpeningIsRun() throws IOException {
        Files.createFile(Files.createDirectories(made).resolve("a.lzo"));
        Files.createFile(made.resolve("a.jar"));
        training(samples).run();
        for (String files :
                List.of("made/a.lzo", "samples/a.vmcore samples/training/a.vmlinux", "samples/a.vmcore made/a.jar")) {
            assertTrue(ran.contains("-s -c bt; bt -l " + files), ran::toString);
        }
        assertEquals(2, ran.stream().filter(line -> line.endsWith("b.vmcore")).count(), ran::toString);
        assertEquals(0, ran.stream().filter(line -> line.contains("b.lzo")).count(), "it was not made");
    }

    @Test
    void withoutSamplesTheStartIsTrained() throws IOException {
        Training training = training(folder.resolve("nowhere"));
        training.prepare();
        training.run();
        assertEquals(List.of("plugin list", "plugin list", "help bt"), ran);
    }
}
