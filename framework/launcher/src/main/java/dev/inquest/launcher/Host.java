package dev.inquest.launcher;

import dev.inquest.api.host.PluginHost;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;
import org.apache.felix.framework.Felix;
import org.apache.felix.framework.cache.BundleCache;
import org.apache.felix.framework.util.FelixConstants;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The running framework with everything that was found in it. */
final class Host {
    /** Filter of the service that runs the command line. */
    private static final String MAIN = "(inquest.main=true)";

    private final Framework framework;
    private final Plugins plugins;
    private final Storage storage;

    private Host(Framework framework, Plugins plugins, Storage storage) {
        this.framework = framework;
        this.plugins = plugins;
        this.storage = storage;
    }

    /** Starts the framework and every bundle that works. */
    static Host start(Folders folders, List<Path> given, HostLog log) throws BundleException, IOException {
        List<PluginSources.Source> sources = PluginSources.list(folders, given);
        String fingerprint = BundleIndex.fingerprint(sources);
        Storage storage = Storage.take(folders.cache(), fingerprint);
        List<BundleFile> kept = BundleIndex.read(storage.index(), fingerprint);
        List<BundleFile> files = kept != null ? kept : read(sources);
        Framework framework = new Felix(configuration(storage, kept != null, log), new BuiltInBundles(files));
        framework.init();
        Plugins plugins = new Plugins(framework);
        framework
                .getBundleContext()
                .registerService(PluginHost.class, new PluginRegistry(plugins, folders, storage), null);
        plugins.install(files);
        framework.start();
        framework.getBundleContext().addFrameworkListener(event -> failed(event, plugins, log));
        plugins.startAll();
        if (kept == null && plugins.problems().isEmpty() && !storage.isTemporary()) {
            plugins.rememberComponents();
            BundleIndex.write(storage.index(), fingerprint, plugins.withCommands(files));
            storage.tidy();
        }
        return new Host(framework, plugins, storage);
    }

    /** A service that somebody asked for could not be made: that is said at once, and once. */
    private static void failed(FrameworkEvent event, Plugins plugins, HostLog log) {
        if (event.getType() == FrameworkEvent.ERROR && event.getThrowable() instanceof ServiceException) {
            for (Installed one : plugins.all()) {
                Bundle bundle = one.bundle();
                if (bundle != null) {
                    plugins.checkComponents(bundle).forEach(log::say);
                }
            }
        }
    }

    private static List<BundleFile> read(List<PluginSources.Source> sources) {
        List<BundleFile> files = new ArrayList<>(sources.size());
        for (PluginSources.Source source : sources) {
            files.add(BundleFile.read(source.path(), source.role()));
        }
        return files;
    }

    private static Map<String, Object> configuration(Storage storage, boolean kept, HostLog log) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.folder().toString());
        if (!kept) {
            configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        }
        configuration.put(BundleCache.CACHE_LOCKING_PROP, "false");
        configuration.put(FelixConstants.LOG_LOGGER_PROP, log);
        configuration.put(FelixConstants.LOG_LEVEL_PROP, "2");
        configuration.put(FelixConstants.SERVICE_URLHANDLERS_PROP, "false");
        configuration.put(FelixConstants.RESOLVER_PARALLELISM, "1");
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.EXTRA);
        configuration.put("ds.log.enabled", "false");
        configuration.put("ds.commands.enabled", "false");
        configuration.put("ds.cache.metadata", "true");
        return configuration;
    }

    /** Returns the service that runs the command line, or null when no bundle offers one. */
    @SuppressWarnings("unchecked")
    @Nullable
    ToIntFunction<String[]> main() throws InvalidSyntaxException {
        BundleContext context = framework.getBundleContext();
        Collection<ServiceReference<ToIntFunction>> references =
                context.getServiceReferences(ToIntFunction.class, MAIN);
        for (ServiceReference<ToIntFunction> reference : references) {
            ToIntFunction<String[]> service = context.getService(reference);
            if (service != null) {
                return service;
            }
        }
        return null;
    }

    /** Returns what is wrong with plugins, a sentence each. */
    List<String> problems() {
        return new ArrayList<>(plugins.problems());
    }

    /** Leaves nothing behind that only this run needed. Services are not told: the process ends. */
    void close() {
        storage.discard();
    }

    /** Returns everything that was found. */
    List<Installed> installed() {
        return plugins.all();
    }

    /** Returns the framework's own context. */
    BundleContext context() {
        return framework.getBundleContext();
    }

    /** Stops the framework properly, for hosts that do not end with their process. */
    void stop() throws BundleException, InterruptedException, IOException {
        framework.stop();
        framework.waitForStop(10_000);
        storage.release();
    }
}
