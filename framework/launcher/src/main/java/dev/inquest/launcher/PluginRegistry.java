package dev.inquest.launcher;

import dev.inquest.api.host.PluginCapability;
import dev.inquest.api.host.PluginException;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.host.PluginInfo;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The host as the shell sees it. */
final class PluginRegistry implements PluginHost {
    private final Plugins plugins;
    private final Folders folders;
    private final Storage storage;
    private final PluginInstaller installer;

    PluginRegistry(Plugins plugins, Folders folders, Storage storage) {
        this.plugins = plugins;
        this.folders = folders;
        this.storage = storage;
        this.installer = new PluginInstaller(plugins, folders.user());
    }

    @Override
    public List<PluginInfo> plugins() {
        plugins.startDeferred();
        List<Installed> all = new ArrayList<>(plugins.all());
        all.sort(Comparator.comparing((Installed one) -> one.file().name())
                .thenComparing(one -> one.file().version()));
        return all.stream().map(this::described).toList();
    }

    @Override
    public List<PluginInfo> install(Path file) throws PluginException {
        synchronized (installer) {
            storage.invalidate();
            return installer.install(file).stream().map(this::described).toList();
        }
    }

    private PluginInfo described(Installed one) {
        return Description.of(one, plugins.framework().getBundleContext());
    }

    @Override
    public List<String> problems() {
        return plugins.problems();
    }

    @Override
    public List<PluginCapability> capabilities(String namespace) {
        List<PluginCapability> found = new ArrayList<>();
        for (Installed one : plugins.all()) {
            if (one.fate() == Installed.Fate.SERVES) {
                found.addAll(Capabilities.of(one.file(), namespace));
            }
        }
        return found;
    }

    @Override
    public void startCommand(String name) {
        plugins.startCommand(name);
    }

    @Override
    public void startAll() {
        plugins.startDeferred();
    }

    @Override
    public Path userFolder() {
        return folders.user();
    }
}
