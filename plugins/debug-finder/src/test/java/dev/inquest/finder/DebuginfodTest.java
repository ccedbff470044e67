package dev.inquest.finder;

import static dev.inquest.finder.Fakes.ID;
import static dev.inquest.finder.Fakes.OTHER_ID;
import static dev.inquest.finder.Fakes.kernel;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebuginfodTest {
    @TempDir
    private Path cache = Path.of("");

    private final byte[] file = new byte[300_000];
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server = server();

    /** How many bytes the server sends before it breaks off. */
    private volatile int breakAfter = Integer.MAX_VALUE;

    /** How many bytes the server sends before it falls silent. */
    private volatile int silentAfter = Integer.MAX_VALUE;

    private volatile boolean ranges = true;
    private volatile int status = 200;

    private static HttpServer server() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void start() {
        new Random(1).nextBytes(file);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        asked.add(exchange.getRequestURI() + (range == null ? "" : " " + range));
        try (exchange) {
            if (status != 200 || !exchange.getRequestURI().getPath().equals("/buildid/" + ID + "/debuginfo")) {
                exchange.sendResponseHeaders(status == 200 ? 404 : status, -1);
                return;
            }
            int from = 0;
            if (range != null && ranges) {
                from = Integer.parseInt(range.substring(6, range.length() - 1));
                if (from > file.length) {
                    exchange.sendResponseHeaders(416, -1);
                    return;
                }
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (file.length - 1) + "/" + file.length);
            }
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, file.length - from);
            OutputStream out = exchange.getResponseBody();
            for (int at = from; at < file.length; at += 10_000) {
                if (at - from >= silentAfter) {
                    out.flush();
                    Thread.sleep(20_000);
                }
                if (at - from >= breakAfter) {
                    out.flush();
                    throw new IOException("enough");
                }
                out.write(file, at, Math.min(10_000, file.length - at));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Map<String, String> environment() {
        return new HashMap<>(Map.of(
                "DEBUGINFOD_URLS",
                "http://127.0.0.1:" + server.getAddress().getPort(),
                "DEBUGINFOD_CACHE_PATH",
                cache.toString()));
    }

    private @Nullable Path find(String id) throws OpenException {
        return find(id, Map.of());
    }

    private @Nullable Path find(String id, Map<String, String> settings) throws OpenException {
        return new DebuginfodFinder(environment()).find(kernel(id), new Fakes.Said(List.of(), settings));
    }

    private String failure(Map<String, String> settings) {
        OpenException e = assertThrows(OpenException.class, () -> find(ID, settings));
        return String.valueOf(e.getMessage())
                .replace("http://127.0.0.1:" + server.getAddress().getPort() + "/", "SERVER");
    }

    private void whole(@Nullable Path found) throws IOException {
        assertNotNull(found);
        assertEquals(cache.resolve(ID).resolve("debuginfo"), found, "where elfutils' client has it");
        assertArrayEquals(file, Files.readAllBytes(found));
    }

    @Test
    void asksNobodyUnlessTold() throws OpenException {
        Fakes.Said said = new Fakes.Said(List.of(), Map.of());
        assertNull(new DebuginfodFinder(Map.of()).find(kernel(ID), said));
        assertNull(find(ID, Map.of("debuginfod", "no")));
        assertNull(new DebuginfodFinder(environment()).find(kernel(null), said));
        assertEquals(List.of(), asked);
    }

    @Test
    void fetchesOnce() throws Exception {
        whole(find(ID));
        whole(find(ID));
        assertEquals(List.of("/buildid/" + ID + "/debuginfo"), asked);
    }

    @Test
    void theOptionWinsOverTheEnvironment() throws Exception {
        String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        Map<String, String> environment = environment();
        environment.put("DEBUGINFOD_URLS", "http://127.0.0.1:1/");
        whole(new DebuginfodFinder(environment).find(kernel(ID), new Fakes.Said(List.of(), Map.of("debuginfod", url))));
    }

    @Test
    void remembersForAWhileThatThereIsNothing() throws Exception {
        assertNull(find(OTHER_ID));
        assertNull(find(OTHER_ID));
        assertEquals(1, asked.size());
        Path miss = cache.resolve(OTHER_ID).resolve("debuginfo");
        assertEquals(0, Files.size(miss), "as elfutils' client does");
        Files.setLastModifiedTime(miss, FileTime.from(Instant.now().minusSeconds(601)));
        assertNull(find(OTHER_ID));
        assertEquals(2, asked.size());
    }

    @Test
    void goesOnWhereADownloadBrokeOff() throws Exception {
        breakAfter = 120_000;
        String message = failure(Map.of());
        assertTrue(message.startsWith("SERVER: broke off"), message);
        assertTrue(message.endsWith("the next start goes on from there"), message);
        breakAfter = Integer.MAX_VALUE;
        whole(find(ID));
        long have = Long.parseLong(asked.get(1).replaceAll(".*=(\\d+)-", "$1"));
        assertTrue(have > 0 && have <= 120_000, asked.get(1));
    }

    @Test
    void beginsAnewWhereAServerCannotGoOn() throws Exception {
        Path part = Files.createDirectories(cache.resolve(ID)).resolve("debuginfo.part");
        Files.write(part, new byte[1000]);
        ranges = false;
        whole(find(ID));
        Files.delete(cache.resolve(ID).resolve("debuginfo"));
        Files.write(part, new byte[file.length + 1]);
        ranges = true;
        whole(find(ID));
    }

    @Test
    void saysWhatIsTooLarge() {
        assertEquals(
                "SERVER: vmlinux has 0 MB, more than the limit of 0 MB; --set debuginfod-limit=1g raises it",
                failure(Map.of("debuginfod-limit", "100k")));
    }

    @Test
    void givesUpOnAServerThatFallsSilent() {
        silentAfter = 50_000;
        String message = failure(Map.of("debuginfod-timeout", "1"));
        assertTrue(message.startsWith("SERVER: sent nothing of vmlinux for 1 s; 0 MB are kept"), message);
    }

    @Test
    void stopsWhenTheUserAsksTo() throws Exception {
        silentAfter = 50_000;
        Fakes.Said said = new Fakes.Said(List.of(), Map.of());
        Thread user = Thread.ofVirtual().start(() -> {
            while (said.reports.isEmpty()) {
                Thread.onSpinWait();
            }
            said.cancelled = true;
        });
        OpenException e =
                assertThrows(OpenException.class, () -> new DebuginfodFinder(environment()).find(kernel(ID), said));
        assertTrue(String.valueOf(e.getMessage()).contains("fetching vmlinux was cancelled"), e.getMessage());
        user.join();
    }

    @Test
    void saysWhatAServerAnswered() {
        status = 503;
        assertEquals("SERVER: answered 503 to the question for vmlinux", failure(Map.of()));
    }

    @Test
    void saysWhatCannotBeReached() {
        String message = failure(Map.of("debuginfod", "http://127.0.0.1:1/"));
        assertEquals("http://127.0.0.1:1/: cannot be reached", message);
        assertTrue(failure(Map.of("debuginfod", "nonsense")).startsWith("nonsense is not the address of a server"));
        assertTrue(failure(Map.of("debuginfod-limit", "much")).startsWith("much is no size or time"));
    }

    @Test
    void tellsHowFarItIs() throws Exception {
        Fakes.Said said = new Fakes.Said(List.of(), Map.of());
        whole(new DebuginfodFinder(environment()).find(kernel(ID), said));
        assertTrue(said.reports.getLast().matches("fetching vmlinux: 0 of 0 MB, [0-9.]+ MB/s"), said.reports.getLast());
        assertTrue(said.reports.size() > 1, "told more than once");
    }
}
