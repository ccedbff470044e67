package dev.inquest.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.inquest.api.command.Command;
import dev.inquest.api.host.PluginInfo;
import dev.inquest.launcher.Installed.Fate;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;

/** The distribution's own bundles, in the framework. */
class DistributionTest {
    @RegisterExtension
    final HostFixture fixture = new HostFixture();

    @TempDir
    Path base;

    @Test
    void everyBundleWorksAndEachServiceCanBeMade() throws Exception {
        Host host = fixture.start(HostFixture.folders(base));
        assertEquals(List.of(), host.problems());
        checkAll(host);
        assertNotNull(host.main());
    }

    /** Connected bundles could use classes that they do not import; with loaders of their own they could not. */
    @Test
    void pluginsWorkInLoadersOfTheirOwn() throws Exception {
        Path image = base.resolve("image");
        copy(HostFixture.image().resolve("bundles/framework"), image.resolve("bundles/framework"));
        copy(HostFixture.image().resolve("bundles/libraries"), image.resolve("bundles/libraries"));
        Folders folders = new Folders(image, base.resolve("user"), base.resolve("cache"));
        Host host = fixture.start(folders, HostFixture.image().resolve("bundles/plugins"));
        assertEquals(List.of(), host.problems());
        checkAll(host);
        Command ps = HostFixture.services(host, Command.class, HostFixture.commandFilter("ps"))
                .get(0);
        assertNotEquals(getClass().getClassLoader(), ps.getClass().getClassLoader());
    }

    @Test
    void theNextStartKeepsWhatWasRead() throws Exception {
        Folders folders = HostFixture.folders(base);
        Host first = fixture.start(folders);
        List<String> before = names(first);
        first.stop();
        List<Path> indexes = indexes(folders);
        assertEquals(1, indexes.size());
        Files.setLastModifiedTime(indexes.get(0), java.nio.file.attribute.FileTime.fromMillis(1000));
        Host second = fixture.start(folders);
        assertEquals(before, names(second));
        checkAll(second);
        assertEquals(1000, Files.getLastModifiedTime(indexes(folders).get(0)).toMillis());
    }

    @Test
    void aDamagedIndexIsReadAnew() throws Exception {
        Folders folders = HostFixture.folders(base);
        fixture.start(folders).stop();
        Path index = indexes(folders).get(0);
        byte[] bytes = Files.readAllBytes(index);
        bytes[bytes.length / 2] ^= 1;
        Files.write(index, bytes);
        Host second = fixture.start(folders);
        assertEquals(List.of(), second.problems());
        checkAll(second);
        assertFalse(java.util.Arrays.equals(bytes, Files.readAllBytes(index)));
    }

    @Test
    void processesAtTheSameTimeDoNotShareAFolder() throws Exception {
        Folders folders = HostFixture.folders(base);
        checkAll(fixture.start(folders));
        checkAll(fixture.start(folders));
        assertEquals(2, indexes(folders).size());
    }

    private static List<String> names(Host host) {
        return HostFixture.service(host).plugins().stream()
                .map(one -> one.name() + " " + one.version() + " " + one.kind() + " " + one.provides() + one.state())
                .toList();
    }

    private static List<Path> indexes(Folders folders) throws Exception {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> slots =
                Files.newDirectoryStream(folders.cache().resolve("bundles"))) {
            for (Path slot : slots) {
                if (Files.exists(slot.resolve("inquest.index"))) {
                    found.add(slot.resolve("inquest.index"));
                }
            }
        }
        return found;
    }

    private static void checkAll(Host host) throws Exception {
        int checked = 0;
        for (Installed one : host.installed()) {
            Bundle bundle = Objects.requireNonNull(one.bundle(), one.file().label());
            assertEquals(Fate.SERVES, one.fate(), one.file().label());
            assertTrue(one.isResolved(), one.file().label());
            if (!one.file().lendsOnly()) {
                assertEquals(Bundle.ACTIVE, bundle.getState(), one.file().label());
                makeServices(host, one, bundle);
            }
            checked++;
        }
        assertTrue(checked >= 14, "only " + checked + " bundles");
        for (PluginInfo info : HostFixture.service(host).plugins()) {
            assertEquals(PluginInfo.State.ACTIVE, info.state(), info.toString());
        }
    }

    private static void makeServices(Host host, Installed one, Bundle bundle) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        // The component runtime's own services are for bundles that are not here.
        if (references != null && one.file().name().startsWith("inquest.")) {
            for (ServiceReference<?> reference : references) {
                assertNotNull(host.context().getService(reference), one.file().label() + ": " + reference);
            }
        }
    }

    private static void copy(Path from, Path to) throws Exception {
        Files.createDirectories(to);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(from)) {
            for (Path file : files) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
