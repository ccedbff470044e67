package dev.inquest.launcher;

import dev.inquest.api.host.PluginException;
import dev.inquest.launcher.Installed.Fate;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.ServiceReference;

/** Adds plugins while the program runs: all of a folder, or nothing. */
final class PluginInstaller {
    private final Plugins plugins;
    private final Path userFolder;

    PluginInstaller(Plugins plugins, Path userFolder) {
        this.plugins = plugins;
        this.userFolder = userFolder;
    }

    /** Adds a jar or the jars of a folder. */
    List<Installed> install(Path given) throws PluginException {
        List<BundleFile> files = readable(given);
        List<Installed> added = new ArrayList<>();
        List<Installed> stopped = new ArrayList<>();
        List<Path> copied = new ArrayList<>();
        try {
            for (BundleFile file : files) {
                added.add(file.isLayout() ? Installed.layout(file.at(target(file))) : Installed.of(file, load(file)));
            }
            resolve(added);
            for (Installed one : added) {
                takeOver(one, stopped);
            }
            for (BundleFile file : files) {
                copy(file.path(), target(file), copied);
            }
        } catch (PluginException | RuntimeException e) {
            undo(added, stopped, copied);
            throw e;
        }
        for (Installed old : stopped) {
            old.set(Fate.SUPERSEDED, "gives way to a newer version that was installed");
        }
        added.forEach(plugins::add);
        return added;
    }

    private List<BundleFile> readable(Path given) throws PluginException {
        List<PluginSources.Source> sources = new ArrayList<>();
        PluginSources.addGiven(sources, given);
        if (sources.isEmpty()) {
            throw new PluginException(given + " has no jars");
        }
        List<BundleFile> files = new ArrayList<>();
        for (PluginSources.Source source : sources) {
            BundleFile file = BundleFile.read(source.path(), source.role());
            if (file.problem() != null) {
                throw new PluginException(file.path() + " is not used: it " + file.problem());
            }
            Installed same = plugins.find(file);
            if (same != null) {
                throw new PluginException(file.label() + " is installed already, from "
                        + same.file().path());
            }
            Installed serving = plugins.serving(file.name());
            if (serving != null && !file.lendsOnly() && serving.file().version().compareTo(file.version()) > 0) {
                throw new PluginException(file.label() + " is older than "
                        + serving.file().version() + ", which is active, from "
                        + serving.file().path());
            }
            files.add(file);
        }
        return files;
    }

    private Bundle load(BundleFile file) throws PluginException {
        // The content is read now, since the copy in the user's folder is made only when all is well.
        try (InputStream content = Files.newInputStream(file.path())) {
            return context().installBundle("installed:" + target(file), content);
        } catch (IOException | BundleException e) {
            throw new PluginException(
                    file.label() + " is not used: it was refused: " + Reasons.oneLine(e.getMessage()), e);
        }
    }

    private void resolve(List<Installed> added) throws PluginException {
        plugins.resolve(added);
        for (Installed one : added) {
            Bundle bundle = one.bundle();
            if (bundle != null && !one.isResolved()) {
                throw new PluginException(one.file().label() + " is not used: it " + plugins.reason(bundle));
            }
        }
    }

    private void takeOver(Installed one, List<Installed> stopped) throws PluginException {
        Bundle bundle = one.bundle();
        if (bundle == null || one.file().lendsOnly() || one.file().isFragment()) {
            return;
        }
        Installed serving = plugins.serving(one.file().name());
        Bundle old = serving == null ? null : serving.bundle();
        try {
            if (serving != null && old != null) {
                stopped.add(serving);
                old.stop(Bundle.STOP_TRANSIENT);
            }
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException e) {
            throw new PluginException(one.file().label() + " is not used: it " + Reasons.failed(e), e);
        }
        String problem = firstProblem(bundle);
        if (problem != null) {
            throw new PluginException(one.file().label() + " is not used: it " + problem);
        }
    }

    /** Asks for each of the bundle's services once, which starts it, and tells what went wrong. */
    private @Nullable String firstProblem(Bundle bundle) {
        ServiceReference<?>[] references = bundle.getRegisteredServices();
        if (references != null) {
            for (ServiceReference<?> reference : references) {
                if (context().getService(reference) != null) {
                    context().ungetService(reference);
                }
            }
        }
        List<String> problems = Components.problems(context(), bundle);
        return problems.isEmpty() ? null : problems.get(0);
    }

    private Path target(BundleFile file) {
        return userFolder.resolve(file.name() + "-" + file.version() + ".jar");
    }

    private void copy(Path from, Path to, List<Path> copied) throws PluginException {
        if (from.startsWith(userFolder.toAbsolutePath().normalize())) {
            return;
        }
        Path part = to.resolveSibling("." + to.getFileName() + ".part");
        try {
            Files.createDirectories(userFolder);
            Files.copy(from, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            copied.add(to);
        } catch (IOException e) {
            copied.add(part);
            throw new PluginException("cannot copy " + from + " to " + userFolder + ": " + e.getMessage(), e);
        }
    }

    private static void undo(List<Installed> added, List<Installed> stopped, List<Path> copied) {
        for (Path path : copied) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                // It was just made; if it cannot be removed the next start will judge it.
            }
        }
        for (Installed one : added) {
            Bundle bundle = one.bundle();
            try {
                if (bundle != null) {
                    bundle.uninstall();
                }
            } catch (BundleException e) {
                // It does not serve anyway.
            }
        }
        for (Installed old : stopped) {
            Bundle bundle = old.bundle();
            try {
                if (bundle != null) {
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
                }
            } catch (BundleException e) {
                old.set(Fate.FAILED, Reasons.failed(e));
            }
        }
    }

    private BundleContext context() {
        return plugins.framework().getBundleContext();
    }
}
