package dev.inquest.debuginfo.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.inquest.api.host.PluginCapability;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.host.PluginInfo;
import dev.inquest.api.image.Machine;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.layout.DebugFinder.Kind;
import dev.inquest.api.progress.Progress;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InstalledBundlesTest {
    private static final Machine MACHINE = new Machine(Machine.EM_X86_64, ByteOrder.LITTLE_ENDIAN);
    private static final List<PluginCapability> INSTALLED = List.of(
            capability("small", "aa11", "6.1.0-1", "types"),
            capability("whole", "aa11", "6.1.0-1", "inlines,lines,symbols,types"),
            capability("other", "bb22", "6.1.0-1", "inlines,lines,symbols,types,unwind"),
            capability("nameless", "", "6.6.0", "types"));

    private static PluginCapability capability(String name, String id, String release, String parts) {
        return new PluginCapability(
                name, Path.of(name + ".jar"), Map.of("build-id", id, "release", release, "parts", parts));
    }

    private record Host() implements PluginHost {
        @Override
        public List<PluginInfo> plugins() {
            return List.of();
        }

        @Override
        public List<PluginInfo> install(Path file) {
            return List.of();
        }

        @Override
        public List<String> problems() {
            return List.of();
        }

        @Override
        public List<PluginCapability> capabilities(String namespace) {
            return namespace.equals("inquest.layout") ? INSTALLED : List.of();
        }

        @Override
        public Path userFolder() {
            return Path.of(".");
        }
    }

    private record Asking(List<Path> refused) implements DebugFinder.Context {
        @Override
        public List<Path> folders() {
            return List.of();
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public Progress progress() {
            return Progress.NONE;
        }

        @Override
        public boolean refused(Path file) {
            return refused.contains(file);
        }

        @Override
        public void remark(String sentence) {}
    }

    private static @Nullable Path find(Kind kind, @Nullable String id, @Nullable String release, Path... refused) {
        return new InstalledBundles(new Host())
                .find(new DebugFinder.Query(kind, MACHINE, id, release, "", null), new Asking(List.of(refused)));
    }

    @Test
    void theBuildIdDecidesAndTheBundleWithMostInItComesFirst() {
        assertEquals(Path.of("whole.jar"), find(Kind.KERNEL, "aa11", "6.1.0-1"));
        assertEquals(Path.of("small.jar"), find(Kind.KERNEL, "aa11", "6.1.0-1", Path.of("whole.jar")));
        assertEquals(Path.of("other.jar"), find(Kind.KERNEL, "bb22", "6.1.0-1"));
        assertNull(find(Kind.KERNEL, "cc33", "6.1.0-1"));
    }

    @Test
    void theReleaseDecidesWhereOneOfThemHasNoBuildId() {
        assertEquals(Path.of("other.jar"), find(Kind.KERNEL, null, "6.1.0-1"));
        assertEquals(Path.of("nameless.jar"), find(Kind.KERNEL, "dd44", "6.6.0"));
        assertNull(find(Kind.KERNEL, null, null));
    }

    @Test
    void modulesAreInsideTheKernelsBundle() {
        assertNull(find(Kind.MODULE, "aa11", "6.1.0-1"));
    }
}
