package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import acme.queues.BrokenCommand;
import acme.queues.QueuesCommand;
import dev.inquest.api.command.Command;
import dev.inquest.api.host.PluginException;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.host.PluginInfo;
import dev.inquest.api.host.PluginInfo.State;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Adding plugins while the program runs. */
class PluginInstallTest {
    @RegisterExtension
    final HostFixture fixture = new HostFixture();

    @TempDir
    Path base;

    private Folders folders;
    private Host host;
    private PluginHost service;

    @BeforeEach
    void start() throws Exception {
        folders = HostFixture.folders(base);
        host = fixture.start(folders);
        service = HostFixture.service(host);
    }

    private Path jar(String version) throws IOException {
        return PluginJar.of("acme.queues", version)
                .component(QueuesCommand.class, "queues")
                .write(base.resolve("download"), "queues-" + version + ".jar");
    }

    private List<String> userFiles() throws IOException {
        List<String> names = new ArrayList<>();
        if (Files.isDirectory(folders.user())) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folders.user())) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names.stream().sorted().toList();
    }

    /** Returns the message of an installation that must fail. */
    private String refusal(Path file) {
        return String.valueOf(
                assertThrows(PluginException.class, () -> service.install(file)).getMessage());
    }

    private int commands() throws Exception {
        return HostFixture.services(host, Command.class, HostFixture.commandFilter("queues"))
                .size();
    }

    @Test
    void itServesAtOnceAndAtTheNextStart() throws Exception {
        assertEquals(0, commands());
        List<PluginInfo> added = service.install(jar("1.0.0"));
        assertEquals(1, added.size());
        assertEquals(State.ACTIVE, added.get(0).state());
        assertEquals(List.of("queues"), added.get(0).provides());
        assertEquals(1, commands());
        assertEquals(List.of("acme.queues-1.0.0.jar"), userFiles());
        host.stop();
        host = fixture.start(folders);
        assertEquals(1, commands());
        assertEquals(
                State.ACTIVE, HostFixture.info(host, "acme.queues", "1.0.0").state());
    }

    @Test
    void aNewerVersionTakesOver() throws Exception {
        service.install(jar("1.0.0"));
        service.install(jar("1.1.0"));
        assertEquals(1, commands());
        assertEquals(
                State.SUPERSEDED, HostFixture.info(host, "acme.queues", "1.0.0").state());
        assertEquals(
                State.ACTIVE, HostFixture.info(host, "acme.queues", "1.1.0").state());
        assertEquals(List.of("acme.queues-1.0.0.jar", "acme.queues-1.1.0.jar"), userFiles());
    }

    @Test
    void anOlderOrTheSameVersionIsRefused() throws Exception {
        service.install(jar("1.1.0"));
        String older = refusal(jar("1.0.0"));
        assertTrue(older.startsWith("acme.queues 1.0.0 is older than 1.1.0"), older);
        String same = refusal(jar("1.1.0"));
        assertTrue(same.startsWith("acme.queues 1.1.0 is installed already"), same);
        assertEquals(1, commands());
    }

    @Test
    void whatDoesNotWorkLeavesTheOlderInPlace() throws Exception {
        service.install(jar("1.0.0"));
        Path broken = PluginJar.of("acme.queues", "1.1.0")
                .component(BrokenCommand.class, "queues")
                .write(base.resolve("download"), "broken.jar");
        String failed = refusal(broken);
        assertTrue(failed.contains("IllegalStateException: no queues here"), failed);
        Path unresolved = PluginJar.of("acme.queues", "1.2.0")
                .component(QueuesCommand.class, "queues")
                .header("Import-Package", "acme.bus")
                .write(base.resolve("download"), "unresolved.jar");
        String missing = refusal(unresolved);
        assertTrue(missing.contains("needs package acme.bus, which nothing offers"), missing);
        assertEquals(1, commands());
        assertEquals(
                State.ACTIVE, HostFixture.info(host, "acme.queues", "1.0.0").state());
        assertEquals(List.of("acme.queues-1.0.0.jar"), userFiles());
    }

    @Test
    void aFolderIsAddedAsAWhole() throws Exception {
        Path folder = base.resolve("set");
        PluginJar.of("acme.bus", "1.0.0")
                .header("Import-Package", null)
                .header("Export-Package", "acme.bus;version=1.0")
                .write(folder, "bus.jar");
        PluginJar.of("acme.queues", "1.0.0")
                .component(QueuesCommand.class, "queues")
                .header("Import-Package", "acme.bus,dev.inquest.api.command,dev.inquest.api.result")
                .write(folder, "queues.jar");
        assertEquals(2, service.install(folder).size());
        assertEquals(1, commands());
        assertEquals("library", HostFixture.info(host, "acme.bus", "1.0.0").kind());
    }

    @Test
    void filesThatAreNoPlugins() throws Exception {
        Path text = Files.writeString(base.resolve("text.jar"), "hello");
        for (Path file : List.of(text, base.resolve("absent.jar"), Files.createDirectories(base.resolve("nothing")))) {
            String refused = refusal(file);
            assertTrue(refused.contains(file.toString()), refused);
            assertFalse(refused.contains("\n"));
        }
        assertEquals(List.of(), userFiles());
    }
}
