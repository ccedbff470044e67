package dev.inquest.launcher;

import dev.inquest.api.host.PluginHost;
import java.io.File;
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
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;

/** The running framework with everything that was found in it. */
final class Host {
    /** Filter of the service that runs the command line. */
    private static final String MAIN = "(inquest.main=true)";

    private final Framework framework;
    private final Plugins plugins;

    private Host(Framework framework, Plugins plugins) {
        this.framework = framework;
        this.plugins = plugins;
    }

    /** Starts the framework and every bundle that works. */
    static Host start(Folders folders, List<Path> given, HostLog log) throws BundleException {
        BuiltInBundles builtIn = new BuiltInBundles();
        Framework framework = new Felix(configuration(folders, log), builtIn);
        framework.init();
        Plugins plugins = new Plugins(framework, builtIn);
        BundleContext context = framework.getBundleContext();
        context.registerService(PluginHost.class, new PluginRegistry(plugins, folders), null);
        plugins.install(PluginSources.list(folders, given));
        framework.start();
        plugins.startAll();
        return new Host(framework, plugins);
    }

    private static Map<String, Object> configuration(Folders folders, HostLog log) {
        Map<String, Object> configuration = new HashMap<>();
        File storage = folders.cache()
                .resolve("felix-" + ProcessHandle.current().pid())
                .toFile();
        configuration.put(Constants.FRAMEWORK_STORAGE, storage.getPath());
        configuration.put(Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        configuration.put(BundleCache.CACHE_LOCKING_PROP, "false");
        configuration.put(FelixConstants.LOG_LOGGER_PROP, log);
        configuration.put(FelixConstants.LOG_LEVEL_PROP, "2");
        configuration.put(FelixConstants.SERVICE_URLHANDLERS_PROP, "false");
        configuration.put(FelixConstants.RESOLVER_PARALLELISM, "1");
        configuration.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, SystemPackages.EXTRA);
        configuration.put("ds.loglevel", "0");
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
}
