package dev.inquest.launcher;

import java.io.File;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.connect.ConnectModule;
import org.osgi.framework.connect.ModuleConnector;

/**
 * Connects the distribution's own bundles to the launcher's class loader (OSGi Core 8, chapter 60). Their classes thereby are in the
 * start-up cache, and the launcher sees the same {@code dev.inquest.api.host} as they do. All other bundles have class loaders
 * of their own.
 */
final class BuiltInBundles implements ModuleConnector {
    private static final String PREFIX = "inquest:";
    private final Map<String, BundleFile> byLocation = new HashMap<>();

    BuiltInBundles(List<BundleFile> files) {
        for (BundleFile file : files) {
            if (file.role() != BundleFile.Role.ADDED) {
                byLocation.put(location(file), file);
            }
        }
    }

    /** Returns the location to install one of them from. */
    static String location(BundleFile file) {
        return PREFIX + file.path().getFileName();
    }

    @Override
    public void initialize(File storage, Map<String, String> configuration) {
        // Nothing of ours is kept there.
    }

    @Override
    public Optional<ConnectModule> connect(String location) {
        BundleFile file = byLocation.get(location);
        if (file == null) {
            return Optional.empty();
        }
        BuiltInContent content = new BuiltInContent(file);
        return Optional.of(() -> content);
    }

    @Override
    public Optional<BundleActivator> newBundleActivator() {
        return Optional.empty();
    }
}
