package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.host.PluginCapability;
import dev.inquest.api.host.PluginException;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.host.PluginInfo;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Layout bundles among the plugins: listed and found by what their manifests say, and never seen by the framework. */
class LayoutBundleTest {
    private static final String MANIFEST = """
            Manifest-Version: 1.0
            Bundle-ManifestVersion: 2
            Bundle-SymbolicName: acme.layout
            Bundle-Version: 1.0.0
            Provide-Capability: inquest.layout;build-id="0a1b";release="6.1.0-1-acme";ar
             ch="arm64";modules:Long=2;parts:List<String>="symbols,types"
            Inquest-Layout: inquest/layout.bin

            """;

    @RegisterExtension
    final HostFixture fixture = new HostFixture();

    @TempDir
    Path base;

    private static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path jar = folder.resolve("acme-layout.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry("META-INF/MANIFEST.MF"));
            zip.write(MANIFEST.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }

    private static void check(PluginHost service, Path file) {
        PluginInfo info = service.plugins().stream()
                .filter(plugin -> plugin.name().equals("acme.layout"))
                .findFirst()
                .orElseThrow();
        assertEquals("layout", info.kind());
        assertEquals(PluginInfo.State.ACTIVE, info.state());
        assertEquals(List.of("Linux 6.1.0-1-acme arm64"), info.provides());
        assertEquals(
                List.of(new PluginCapability(
                        "acme.layout",
                        file.toAbsolutePath(),
                        Map.of(
                                "build-id", "0a1b",
                                "release", "6.1.0-1-acme",
                                "arch", "arm64",
                                "modules", "2",
                                "parts", "symbols,types"))),
                service.capabilities("inquest.layout"));
        assertEquals(List.of(), service.capabilities("inquest"));
        assertEquals(List.of(), service.problems());
    }

    private static boolean known(Host host) {
        return Arrays.stream(host.context().getBundles())
                .map(Bundle::getSymbolicName)
                .anyMatch("acme.layout"::equals);
    }

    @Test
    void isInstalledWithoutTheFramework() throws Exception {
        Folders folders = HostFixture.folders(base);
        Host host = fixture.start(folders);
        PluginHost service = HostFixture.service(host);
        Path given = write(base.resolve("download"));
        service.install(given);
        Path copy = folders.user().resolve("acme.layout-1.0.0.jar");
        assertTrue(Files.exists(copy));
        check(service, copy);
        assertFalse(known(host));
        assertTrue(String.valueOf(assertThrows(PluginException.class, () -> service.install(given))
                        .getMessage())
                .startsWith("acme.layout 1.0.0 is installed already, from " + copy));
    }

    @Test
    void isFoundAtTheNextStartAndKeptInTheIndex() throws Exception {
        Folders folders = HostFixture.folders(base);
        Path jar = write(folders.user());
        for (int start = 0; start < 2; start++) {
            Host host = fixture.start(folders);
            check(HostFixture.service(host), jar);
            assertFalse(known(host));
            host.stop();
        }
    }
}
