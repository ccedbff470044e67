package dev.inquest.launcher;

import dev.inquest.launcher.Installed.Fate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/** Everything that was found, in the framework: installs, resolves, chooses which version serves, starts. */
final class Plugins {
    private static final String COMPONENT_RUNTIME = "org.apache.felix.scr";
    private final Framework framework;
    private final List<Installed> installed = new CopyOnWriteArrayList<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<Installed> deferred = new ArrayList<>();

    Plugins(Framework framework) {
        this.framework = framework;
    }

    List<Installed> all() {
        return List.copyOf(installed);
    }

    List<String> problems() {
        return List.copyOf(problems);
    }

    /** Asks what is wrong with a bundle's services and remembers it. Returns the sentences that are new. */
    List<String> checkComponents(Bundle bundle) {
        List<String> news = new ArrayList<>();
        for (Installed one : installed) {
            if (bundle.equals(one.bundle())) {
                for (String reason : Components.problems(framework.getBundleContext(), bundle)) {
                    String sentence = one.file().label() + ": it " + reason + " ("
                            + one.file().path() + ")";
                    if (!problems.contains(sentence)) {
                        problems.add(sentence);
                        news.add(sentence);
                    }
                }
            }
        }
        return news;
    }

    Framework framework() {
        return framework;
    }

    /** Installs files that the framework does not have yet; what cannot be is remembered with the reason. */
    void install(List<BundleFile> files) {
        for (BundleFile file : files) {
            install(file);
        }
    }

    private void install(BundleFile file) {
        String problem = file.problem();
        if (problem != null) {
            reject(file, Fate.INVALID, problem);
            return;
        }
        Installed same = find(file);
        if (same != null) {
            if (!same.file().path().equals(file.path())) {
                reject(
                        file,
                        Fate.SUPERSEDED,
                        "has the same name and version as " + same.file().path());
            }
            return;
        }
        if (file.isLayout()) {
            installed.add(Installed.layout(file));
            return;
        }
        try {
            installed.add(Installed.of(file, framework.getBundleContext().installBundle(location(file))));
        } catch (BundleException e) {
            reject(file, Fate.INVALID, "was refused: " + Reasons.oneLine(e.getMessage()));
        }
    }

    private String location(BundleFile file) {
        return file.role() == BundleFile.Role.ADDED
                ? "reference:file:" + encoded(file.path())
                : BuiltInBundles.location(file);
    }

    /** Felix decodes {@code %} and two digits in locations, and nothing else. */
    private static String encoded(Path path) {
        return path.toString().replace("%", "%25");
    }

    @Nullable
    Installed find(BundleFile file) {
        for (Installed other : installed) {
            if ((other.bundle() != null || other.isLayout())
                    && other.file().name().equals(file.name())
                    && other.file().version().equals(file.version())) {
                return other;
            }
        }
        return null;
    }

    /** Returns the version of a plugin that serves, or null. */
    @Nullable
    Installed serving(String name) {
        for (Installed one : installed) {
            if (one.fate() == Fate.SERVES && one.file().name().equals(name)) {
                return one;
            }
        }
        return null;
    }

    void add(Installed one) {
        installed.add(one);
    }

    private void reject(BundleFile file, Fate fate, String problem) {
        installed.add(Installed.rejected(file, fate, problem));
        problems.add(sentence(file, problem));
    }

    static String sentence(BundleFile file, String problem) {
        return file.label() + " is not used: it " + problem + " (" + file.path() + ")";
    }

    /**
     * Resolves everything, chooses the version of each that serves, and starts those; but those of which the index remembers that they
     * offer nothing but commands wait until one of these is asked for.
     */
    void startAll() {
        Map<String, List<Installed>> byName = byName();
        List<Installed> now = new ArrayList<>(installed);
        for (List<Installed> versions : byName.values()) {
            if (versions.size() == 1 && !versions.getFirst().file().commands().isEmpty()) {
                deferred.add(versions.getFirst());
            }
        }
        now.removeAll(deferred);
        resolve(now);
        for (List<Installed> versions : byName.values()) {
            if (!deferred.contains(versions.getFirst())) {
                choose(versions);
            }
        }
        for (Installed one : now) {
            if (one.file().name().equals(COMPONENT_RUNTIME) && one.fate() == Fate.SERVES) {
                start(one);
            }
        }
        for (Installed one : now) {
            if (one.fate() == Fate.SERVES) {
                start(one);
            }
        }
    }

    /** Starts the bundles that wait and offer a command of this name. */
    void startCommand(String name) {
        start(one -> one.file().commands().contains(name));
    }

    /** Starts all bundles that wait. */
    void startDeferred() {
        start(one -> true);
    }

    private void start(Predicate<Installed> wanted) {
        synchronized (deferred) {
            List<Installed> now = new ArrayList<>(deferred);
            now.removeIf(wanted.negate());
            if (now.isEmpty()) {
                return;
            }
            deferred.removeAll(now);
            // A newer version may have been installed in the meantime.
            now.removeIf(one -> one.fate() != Fate.SERVES);
            resolve(now);
            for (Installed one : now) {
                if (one.isResolved()) {
                    start(one);
                } else {
                    unresolved(one);
                }
            }
        }
    }

    /** Returns bundles as the index shall remember them: with their commands, where they offer nothing else. */
    List<BundleFile> withCommands(List<BundleFile> files) {
        List<BundleFile> told = new ArrayList<>(files.size());
        for (BundleFile file : files) {
            Installed one = file.role() == BundleFile.Role.PLUGIN ? find(file) : null;
            Bundle bundle = one == null ? null : one.bundle();
            List<String> commands =
                    bundle == null ? List.of() : Components.commands(framework.getBundleContext(), bundle);
            told.add(commands.isEmpty() ? file : file.withCommands(commands));
        }
        return told;
    }

    /**
     * Makes the component runtime write down what it read about components, so that the next start need not read XML. It does
     * that when it stops.
     */
    void rememberComponents() throws BundleException {
        for (Installed one : installed) {
            Bundle bundle = one.bundle();
            if (bundle != null && one.file().name().equals(COMPONENT_RUNTIME)) {
                bundle.stop(Bundle.STOP_TRANSIENT);
                bundle.start(Bundle.START_TRANSIENT);
            }
        }
    }

    void resolve(List<Installed> wanted) {
        List<Bundle> bundles = new ArrayList<>(wanted.size());
        for (Installed one : wanted) {
            Bundle bundle = one.bundle();
            if (bundle != null) {
                bundles.add(bundle);
            }
        }
        wiring().resolveBundles(bundles);
    }

    private FrameworkWiring wiring() {
        FrameworkWiring wiring = framework.adapt(FrameworkWiring.class);
        if (wiring == null) {
            throw new IllegalStateException("the framework has no wiring");
        }
        return wiring;
    }

    /** Returns the reason why a bundle did not resolve, to follow "it". */
    String reason(Bundle bundle) {
        Collection<Bundle> bundles = Arrays.asList(framework.getBundleContext().getBundles());
        return new Reasons(wiring(), bundles).unresolved(bundle);
    }

    private Map<String, List<Installed>> byName() {
        Map<String, List<Installed>> byName = new HashMap<>();
        for (Installed one : installed) {
            if (one.bundle() != null) {
                byName.computeIfAbsent(one.file().name(), name -> new ArrayList<>(1))
                        .add(one);
            }
        }
        return byName;
    }

    /** The highest version that resolved serves; libraries may serve in several versions. */
    private void choose(List<Installed> versions) {
        if (versions.size() > 1) {
            versions.sort(Comparator.comparing((Installed one) -> one.file().version())
                    .reversed());
        }
        Installed best = null;
        for (Installed one : versions) {
            if (!one.isResolved()) {
                unresolved(one);
            } else if (best == null || one.file().lendsOnly()) {
                best = best == null ? one : best;
                one.set(Fate.SERVES, null);
            } else {
                one.set(Fate.SUPERSEDED, "gives way to version " + best.file().version());
            }
        }
    }

    private void unresolved(Installed one) {
        Bundle bundle = one.bundle();
        if (bundle != null) {
            String reason = reason(bundle);
            one.set(Fate.UNRESOLVED, reason);
            problems.add(sentence(one.file(), reason));
        }
    }

    private void start(Installed one) {
        Bundle bundle = one.bundle();
        if (bundle == null || one.file().lendsOnly() || one.file().isFragment()) {
            return;
        }
        try {
            bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
        } catch (BundleException | RuntimeException | LinkageError e) {
            String reason = Reasons.failed(e);
            one.set(Fate.FAILED, reason);
            problems.add(sentence(one.file(), reason));
        }
    }
}
