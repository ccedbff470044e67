package dev.inquest.core.open;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener.Request;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.core.fake.FakeServices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebugSearchTest {
    @TempDir
    private Path folder = Path.of("");

    private final FakeServices fakes = new FakeServices();
    private final Opener opener = new Opener(() -> new Services(
            List.of(fakes.container()),
            fakes.formats(),
            List.of(fakes.architecture()),
            List.of(fakes.debugFormat()),
            List.of(),
            fakes.finders));
    private final List<String> asked = new ArrayList<>();

    @BeforeEach
    void dump() {
        fakes.image.info("OSRELEASE=6.1.0-test\nBUILD-ID=AABBCC\n");
    }

    private Path file(String name, String content) {
        try {
            return Files.writeString(folder.resolve(name), content);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Adds a finder that proposes its files one after the other. */
    private void finder(int rank, Path... files) {
        fakes.finders.add(new Finder("finder " + rank, rank, List.of(files), asked));
    }

    private record Finder(String name, int rank, List<Path> files, List<String> asked) implements DebugFinder {
        @Override
        public @Nullable Path find(Query query, Context context) {
            asked.add(rank + " " + query.kind() + " " + query.buildId() + " " + query.release());
            return files.stream()
                    .filter(file -> !context.refused(file))
                    .findFirst()
                    .orElse(null);
        }
    }

    private Opening open(Map<String, String> settings, Path... more) throws OpenException {
        List<Path> files = new ArrayList<>(List.of(file("dump", "FAKEDUMP")));
        files.addAll(List.of(more));
        try (Kernel kernel = opener.open(new Request(files, false, settings, Progress.NONE))) {
            List<String> said = kernel.diagnostics().stream()
                    .filter(one -> one.severity() == Diagnostic.Severity.WARNING)
                    .map(one -> one.message().replace(folder + "/", ""))
                    .filter(one -> !one.equals("a remark of the headers"))
                    .toList();
            return new Opening(
                    kernel.kernelFile()
                            .map(name -> name.replace(folder + "/", ""))
                            .orElse(null),
                    said);
        } finally {
            assertTrue(fakes.allClosed());
        }
    }

    private record Opening(@Nullable String vmlinux, List<String> said) {}

    @Test
    void asksInOrderOfRankForTheKernelOfTheDump() throws OpenException {
        Path vmlinux = file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test");
        finder(40, file("other", "DEBUG kernel aabbcc 6.1.0-test"));
        finder(10);
        finder(30, vmlinux);
        Opening opening = open(Map.of());
        assertEquals("vmlinux", opening.vmlinux());
        assertEquals(List.of(), opening.said());
        assertEquals(List.of("10 KERNEL aabbcc 6.1.0-test", "30 KERNEL aabbcc 6.1.0-test"), asked);
    }

    @Test
    void doesNotUseWhatIsAnothersAndSaysSo() throws OpenException {
        finder(
                30,
                file("build", "DEBUG kernel ddeeff 6.1.0-test"),
                file("module", "DEBUG crasher aabbcc 6.1.0-test"),
                file("machine", "DEBUG kernel-arm64 aabbcc 6.1.0-test"),
                file("text", "Hello"),
                file("right", "DEBUG kernel aabbcc 6.1.0-test"));
        Opening opening = open(Map.of());
        assertEquals("right", opening.vmlinux());
        String tail = "; it was found by itself and is not used";
        assertEquals(
                List.of(
                        "build: has build ID ddeeff, but the dump is of build ID aabbcc" + tail,
                        "module: is a module, not a kernel" + tail,
                        "machine: is for arm64, but the dump is of x86_64" + tail,
                        "text: is a text file" + tail),
                opening.said());
    }

    @Test
    void whatDwzMovedElsewhereIsLookedForToo() throws OpenException {
        finder(30, file("shared.dwz", "DEBUG"));
        Opening opening = open(Map.of(), file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test shared.dwz"));
        assertEquals(List.of(), opening.said());
        assertEquals(List.of("30 SUPPLEMENT cafe null"), asked);
    }

    @Test
    void whatDwzMovedElsewhereAndIsMissingIsNamed() throws OpenException {
        Opening opening = open(Map.of(), file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test shared.dwz"));
        assertEquals(
                List.of(
                        "vmlinux refers to shared.dwz (build ID cafe), which was not found; types and names that lie there are "
                                + "not known"),
                opening.said());
    }

    @Test
    void doesWithoutWhereThereIsNothing() throws OpenException {
        finder(20);
        finder(30);
        Opening opening = open(Map.of());
        assertNull(opening.vmlinux());
        assertEquals(List.of(), opening.said());
        assertEquals(List.of("30 KERNEL aabbcc 6.1.0-test"), asked, "no folder was named");
    }

    @Test
    void aFinderThatFailsIsSaidAndTheNextIsAsked() throws OpenException {
        fakes.finders.add(new DebugFinder() {
            @Override
            public String name() {
                return "broken";
            }

            @Override
            public int rank() {
                return 10;
            }

            @Override
            public @Nullable Path find(Query query, Context context) throws OpenException {
                throw new OpenException("the server broke off");
            }
        });
        finder(30, file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test"));
        Opening opening = open(Map.of());
        assertEquals("vmlinux", opening.vmlinux());
        assertEquals(List.of("broken: the server broke off"), opening.said());
    }

    @Test
    void aVmlinuxThatWasGivenNeedsNoSearch() throws OpenException {
        finder(10, file("found", "DEBUG kernel aabbcc 6.1.0-test"));
        assertEquals(
                "given",
                open(Map.of(), file("given", "DEBUG kernel aabbcc 6.1.0-test")).vmlinux());
        assertEquals(List.of(), asked);
    }

    @Test
    void theSearchCanBeTurnedOffButForFoldersThatWereNamed() throws OpenException, IOException {
        Path vmlinux = file("vmlinux", "DEBUG kernel aabbcc 6.1.0-test");
        finder(10, vmlinux);
        finder(20);
        finder(30, vmlinux);
        finder(40, vmlinux);
        assertNull(open(Map.of("debug-search", "no")).vmlinux());
        assertEquals(List.of(), asked);
        assertNull(open(Map.of("debug-search", "no"), Files.createDirectory(folder.resolve("named")))
                .vmlinux());
        assertEquals(List.of("20 KERNEL aabbcc 6.1.0-test"), asked);
    }

    @Test
    void looksByReleaseWhereThereIsNoBuildId() throws OpenException {
        fakes.image.info(null).release("6.1.0-test");
        finder(30, file("old", "DEBUG kernel ddeeff 6.0.0-test"), file("new", "DEBUG kernel ddeeff 6.1.0-test"));
        Opening opening = open(Map.of());
        assertEquals("new", opening.vmlinux());
        assertEquals(
                List.of(
                        "old: is of release 6.0.0-test, but the dump is of 6.1.0-test; it was found by itself and is not used"),
                opening.said());
        assertEquals("30 KERNEL null 6.1.0-test", asked.getFirst());
    }
}
