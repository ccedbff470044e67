package dev.inquest.debuginfo.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.LayoutBuilder;
import dev.inquest.api.layout.LayoutBuilder.Built;
import dev.inquest.api.progress.Progress;
import dev.inquest.debuginfo.bundle.build.LayoutBuilderComponent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Modules from folders: packed ones, ones that are of no use, and what is left behind when the user stops. */
class BundleModulesTest {
    @TempDir
    Path folder;

    /** What the plugin for packed dumps does for gzip. */
    private static final class Gzip implements DumpContainer {
        @Override
        public String name() {
            return "gzip";
        }

        @Override
        public boolean matches(ByteSource source) {
            return source.size() > 2 && source.slice(0, 2).asByteBuffer().getShort() == 0x1f8b;
        }

        @Override
        public ByteSource open(ByteSource source, Progress progress) throws OpenException {
            throw new OpenException("modules are unpacked in memory");
        }

        @Override
        public Optional<InputStream> unpack(InputStream packed) throws IOException {
            return Optional.of(new GZIPInputStream(packed));
        }
    }

    private @Nullable Built build(Progress progress, Path modules) throws IOException, OpenException {
        LayoutBuilder.Request request = new LayoutBuilder.Request(
                Bundles.sample(folder, "sample-5.elf"), List.of(modules), folder.resolve("b.jar"), Bundles.ALL);
        return new LayoutBuilderComponent(List.of(new Gzip())).build(request, progress);
    }

    private Path modules() throws IOException {
        Path modules = Files.createDirectories(folder.resolve("modules"));
        Bundles.sample(modules, "sample-5.ko");
        return modules;
    }

    @Test
    void aPackedModuleGivesWhatItGivesUnpacked() throws IOException, OpenException {
        Path modules = modules();
        assertNotNull(build(Progress.NONE, modules));
        byte[] plain = Files.readAllBytes(folder.resolve("b.jar"));
        Path module = modules.resolve("sample-5.ko");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(modules.resolve("sample-5.ko.gz")))) {
            Files.copy(module, out);
        }
        Files.delete(module);
        assertNotNull(build(Progress.NONE, modules));
        assertArrayEquals(plain, Files.readAllBytes(folder.resolve("b.jar")));
    }

    @Test
    void aModuleThatIsOfNoUseIsLeftOutOfAFolderAndSaid() throws IOException, OpenException {
        Path modules = modules();
        Path broken =
                Files.writeString(modules.resolve("a-broken.ko"), "no module, but long enough to be one".repeat(9));
        Built built = Objects.requireNonNull(build(Progress.NONE, modules));
        assertEquals(1, built.modules());
        assertEquals(List.of("left out: " + broken + ": is neither a vmlinux nor a module"), built.remarks());
        List<DebugFile> inside = Bundles.open(folder.resolve("b.jar")).modules();
        assertEquals(1, inside.size());
        assertTrue(inside.getFirst().hasDebugInfo());
        // One that was named must be of use.
        OpenException refused = assertThrows(OpenException.class, () -> build(Progress.NONE, broken));
        assertEquals(broken + ": is neither a vmlinux nor a module", refused.getMessage());
        leavesNothing();
    }

    @Test
    void whoStopsFindsNothingLeftBehind() throws IOException, OpenException {
        Path modules = modules();
        int[] asked = {0};
        assertNull(build(
                new Progress() {
                    @Override
                    public void report(String activity, long done, long total) {}

                    @Override
                    public synchronized boolean cancelled() {
                        return asked[0]++ > 40;
                    }
                },
                modules));
        assertTrue(Files.notExists(folder.resolve("b.jar")));
        leavesNothing();
    }

    private void leavesNothing() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("."))
                            .toList());
        }
    }
}
