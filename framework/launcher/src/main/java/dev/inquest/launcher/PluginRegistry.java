package dev.inquest.launcher;

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

    PluginRegistry(Plugins plugins, Folders folders) {
        this.plugins = plugins;
        this.folders = folders;
    }

    @Override
    public List<PluginInfo> plugins() {
        List<Installed> all = new ArrayList<>(plugins.all());
        all.sort(Comparator.comparing((Installed one) -> one.file().name())
                .thenComparing(one -> one.file().version()));
        return all.stream().map(one -> Description.of(one)).toList();
    }

    @Override
    public List<PluginInfo> install(Path file) throws PluginException {
        throw new PluginException("plugins cannot be added while the program runs yet: copy " + file + " to "
                + folders.user() + " and start again");
    }

    @Override
    public List<String> problems() {
        return plugins.problems();
    }

    @Override
    public Path userFolder() {
        return folders.user();
    }
}
