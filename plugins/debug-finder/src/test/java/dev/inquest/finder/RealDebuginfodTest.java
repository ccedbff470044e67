package dev.inquest.finder;

import static dev.inquest.finder.Fakes.ID;
import static dev.inquest.finder.Fakes.OTHER_ID;
import static dev.inquest.finder.Fakes.kernel;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against elfutils' own server, where it is installed. */
class RealDebuginfodTest {
    private static final int SECONDS = 60;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void fetchesFromDebuginfod() throws Exception {
        Path program = program();
        assumeTrue(program != null, "debuginfod (elfutils) is not installed");
        byte[] file = Fakes.elf().buildId(ID).debugInfo().symbols().bytes();
        Path files = Files.createDirectory(folder.resolve("files"));
        Files.write(files.resolve("vmlinux.debug"), file);
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        Process server = new ProcessBuilder(
                        String.valueOf(program),
                        "-F",
                        "-p",
                        String.valueOf(port),
                        "-d",
                        folder.resolve("index.sqlite").toString(),
                        files.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            Path found = null;
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
                    found == null && System.nanoTime() < end && server.isAlive(); ) {
                Thread.sleep(200);
                found = find(ID, port, folder.resolve("cache" + System.nanoTime()));
            }
            assertNotNull(found, Files.readString(folder.resolve("log")));
            assertArrayEquals(file, Files.readAllBytes(found));
            assertNull(find(OTHER_ID, port, folder.resolve("cache")));
        } finally {
            server.destroy();
            server.waitFor();
        }
    }

    /** The server finds files a while after it began. */
    private static @Nullable Path find(String id, int port, Path cache) {
        try {
            return new DebuginfodFinder(Map.of(
                            "DEBUGINFOD_URLS", "http://127.0.0.1:" + port, "DEBUGINFOD_CACHE_PATH", cache.toString()))
                    .find(kernel(id), new Fakes.Said(List.of(), Map.of()));
        } catch (dev.inquest.api.image.OpenException e) {
            return null;
        }
    }

    private static @Nullable Path program() throws IOException {
        for (String place : List.of("/usr/bin/debuginfod", "/usr/local/bin/debuginfod")) {
            if (Files.isExecutable(Path.of(place))) {
                return Path.of(place);
            }
        }
        return null;
    }
}
