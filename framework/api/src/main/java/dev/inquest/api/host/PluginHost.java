package dev.inquest.api.host;

import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Service of the host: the plugins that were found, and adding one while the program runs.
 *
 * <p>Plugins come from the distribution's folder, then from the user's folder ({@code inquest/plugins} below
 * {@code $XDG_DATA_HOME}, or below {@code ~/.local/share} when that is not set), then from each {@code --plugin PATH}; never
 * from the working directory. All methods may be called from any thread.
 */
@ProviderType
public interface PluginHost {

    /**
     * Returns everything that was found, in the order of the name and then of the version: plugins, the framework's own bundles,
     * libraries, and files that turned out to be no plugin. The list is a snapshot.
     */
    List<PluginInfo> plugins();

    /**
     * Adds a plugin to the running program and to the user's folder, so that the next run has it too. When an older version of
     * the same plugin is active, the new one takes over; when the new one does not work, the older one stays and the
     * user's folder is left as it was.
     *
     * @param file a jar, or a folder whose jars are all added
     * @return the plugins that were added, all of them active
     * @throws PluginException when the file cannot be read, is no plugin, or does not work here; the message says why
     */
    List<PluginInfo> install(Path file) throws PluginException;

    /**
     * Returns what went wrong with plugins since the start, each a sentence that names the plugin and the reason, for instance
     * {@code "acme.queues 1.4.0 is not used: it needs package dev.inquest.api.command [2.0,3.0), offered 1.0.0 by inquest.api"}.
     */
    List<String> problems();

    /**
     * Returns what plugins say of themselves under a namespace. Nothing is opened or started for it: manifests are read when a
     * plugin is first seen.
     *
     * @param namespace for instance {@code inquest.layout}
     */
    default List<PluginCapability> capabilities(String namespace) {
        return List.of();
    }

    /**
     * Sees to it that a command's service is registered, when a plugin offers it. Plugins of the distribution that offer nothing but
     * commands are started when one of their commands is first asked for, so that the start takes no longer the more of them there are.
     *
     * @param name a command's name or alias
     */
    default void startCommand(String name) {}

    /** Starts the plugins that were not started yet: for those who ask for all services of a kind. */
    default void startAll() {}

    /** Returns the folder from which the user's plugins are read. It need not exist. */
    Path userFolder();
}
