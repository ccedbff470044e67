package dev.inquest.core.open;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.progress.Progress;
import dev.inquest.core.session.KernelSession;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks the finders of debug files in the order of their ranks, and opens the first file that passes the check of those who asked. */
final class DebugSearch {
    /** The setting that turns off all but the folders that the user named. */
    static final String SETTING = "debug-search";

    /** Ranks of finders that look into the folders that the user named. */
    private static final int FIRST_NAMED = 20;

    private static final int FIRST_UNNAMED = 30;
    /** A finder that still proposes wrong files after as many is not asked any more. */
    private static final int MOST_PROPOSALS = 16;

    private final List<DebugFinder> finders;
    private final List<Path> folders;
    private final Map<String, String> settings;
    private final Progress progress;
    private final KernelSession.DebugFileOpener opener;

    DebugSearch(
            List<DebugFinder> finders,
            List<Path> folders,
            Map<String, String> settings,
            Progress progress,
            KernelSession.DebugFileOpener opener) {
        boolean all = !off(settings);
        List<DebugFinder> asked = new ArrayList<>();
        for (DebugFinder finder : finders) {
            boolean named = finder.rank() >= FIRST_NAMED && finder.rank() < FIRST_UNNAMED;
            if (named ? !folders.isEmpty() : all) {
                asked.add(finder);
            }
        }
        // Written out: what Comparator's methods put together is made by Java at every start.
        asked.sort((a, b) -> Integer.compare(a.rank(), b.rank()));
        this.finders = List.copyOf(asked);
        this.folders = folders;
        this.settings = settings;
        this.progress = progress;
        this.opener = opener;
    }

    private static boolean off(Map<String, String> settings) {
        String value = settings.get(SETTING);
        return value != null && List.of("no", "off", "false", "0").contains(value.toLowerCase(Locale.ROOT));
    }

    /**
     * Looks for a file.
     *
     * @param query what is wanted
     * @param check says why a file is not the one that is wanted, in words that follow its name; null when it is
     * @param remark told why files were found but are not used
     */
    @Nullable
    DebugFile find(DebugFinder.Query query, Function<DebugFile, Optional<String>> check, Consumer<String> remark) {
        for (DebugFinder finder : finders) {
            List<Path> refused = new ArrayList<>();
            for (int i = 0; i < MOST_PROPOSALS; i++) {
                DebugFile file = ask(finder, query, check, refused, remark);
                if (file != null) {
                    return file;
                }
                if (refused.size() != i + 1) {
                    break;
                }
            }
        }
        return null;
    }

    /** Returns the first file that a finder proposes, whatever it is; null when none has any. */
    @Nullable
    Path path(DebugFinder.Query query, Consumer<String> remark) {
        for (DebugFinder finder : finders) {
            try {
                Path path = finder.find(query, new Context(folders, settings, progress, List.of(), remark));
                if (path != null) {
                    return path;
                }
            } catch (OpenException e) {
                remark.accept(finder.name() + ": " + e.getMessage());
            }
        }
        return null;
    }

    private @Nullable DebugFile ask(
            DebugFinder finder,
            DebugFinder.Query query,
            Function<DebugFile, Optional<String>> check,
            List<Path> refused,
            Consumer<String> remark) {
        Path path;
        try {
            path = finder.find(query, new Context(folders, settings, progress, List.copyOf(refused), remark));
        } catch (OpenException e) {
            remark.accept(finder.name() + ": " + e.getMessage());
            return null;
        }
        if (path == null || refused.contains(path)) {
            return null;
        }
        refused.add(path);
        DebugFile file;
        try {
            file = opener.open(path, progress);
        } catch (OpenException e) {
            remark.accept(e.getMessage() + "; it was found by itself and is not used");
            return null;
        }
        Optional<String> wrong = wrong(file, query).or(() -> check.apply(file));
        if (wrong.isPresent()) {
            remark.accept(file.name() + ": " + wrong.get() + "; it was found by itself and is not used");
            file.close();
            return null;
        }
        return file;
    }

    private static Optional<String> wrong(DebugFile file, DebugFinder.Query query) {
        if (file.machine().elfMachine() != query.machine().elfMachine()) {
            return Optional.of("is for " + MachineName.of(file.machine()) + ", but the dump is of "
                    + MachineName.of(query.machine()));
        }
        boolean kernel = query.kind() == DebugFinder.Kind.KERNEL;
        if (file.kernel() != kernel) {
            return Optional.of(kernel ? "is a module, not a kernel" : "is a kernel, not a module");
        }
        return Optional.empty();
    }

    private record Context(
            List<Path> folders,
            Map<String, String> settings,
            Progress progress,
            List<Path> refused,
            Consumer<String> remarks)
            implements DebugFinder.Context {
        @Override
        public boolean refused(Path file) {
            return refused.contains(file);
        }

        @Override
        public void remark(String sentence) {
            remarks.accept(sentence);
        }
    }
}
