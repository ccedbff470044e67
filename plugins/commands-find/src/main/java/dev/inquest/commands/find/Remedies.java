package dev.inquest.commands.find;

import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.Machine;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFile;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds out what is needed to read a dump, and whether that is at hand: among what was come across, installed, or in the usual places. */
final class Remedies {
    private static final int FIRST_SERVER = 40;

    private final Services services;
    private final List<Found.Debug> come;
    private final Progress progress;
    private final Map<String, List<File>> known = new HashMap<>();

    Remedies(Services services, Found found, Progress progress) {
        this.services = services;
        this.come = found.debug();
        this.progress = progress;
    }

    /**
     * A file with debug information of a dump's kernel.
     *
     * @param kind what it is, in words
     * @param file where
     * @param foundBy who knew of it
     * @param sure whether its build ID is the dump's; otherwise only the release or a name agrees
     */
    record File(String kind, String file, String foundBy, boolean sure) {}

    /** Whether something is needed beside the dump. */
    enum Answer {
        NOTHING("nothing"),
        DEBUG_INFORMATION("debug information"),
        NOT_KNOWN("not known"),
        UNREADABLE("cannot be read");

        private final String words;

        Answer(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * What is needed to read a dump.
     *
     * @param answer whether anything
     * @param words what, and why
     * @param files what is at hand, best first
     */
    record Need(Answer answer, String words, List<File> files) {}

    Need of(Crash crash) {
        if (crash.headers() == null || crash.problem() != null) {
            return new Need(Answer.UNREADABLE, "cannot be read: " + crash.problem(), List.of());
        }
        List<File> files = files(crash);
        String which = crash.buildId() == null ? "" : " (build ID " + crash.buildId() + ")";
        Inside.Layouts itself = crash.layouts();
        if (itself == null) {
            return new Need(Answer.NOT_KNOWN, "whether it needs a vmlinux shows when it is opened" + which, files);
        }
        if (itself.enough()) {
            return new Need(Answer.NOTHING, "needs nothing more: " + itself.types(), files);
        }
        String lacks = itself.types() == null ? "no types can be read in it" : "it has no symbols of variables";
        String advice = Packages.advice(crash.release());
        String found = !files.isEmpty() ? "" : ", not found" + (advice.isEmpty() ? "" : "; " + advice);
        return new Need(
                Answer.DEBUG_INFORMATION,
                "needs its vmlinux or layout bundle" + which + ", for " + lacks + found,
                files);
    }

    private List<File> files(Crash crash) {
        Headers headers = crash.headers();
        String buildId = crash.buildId();
        String release = crash.release();
        if (headers == null || buildId == null && release == null) {
            return List.of();
        }
        return known.computeIfAbsent(buildId + " " + release, _ -> look(headers.machine(), buildId, release));
    }

    private List<File> look(Machine machine, @Nullable String buildId, @Nullable String release) {
        List<File> files = new ArrayList<>();
        for (Found.Debug one : come) {
            boolean sure = buildId != null && buildId.equals(one.buildId());
            boolean maybe = one.buildId() == null && release != null && sameRelease(one, release);
            if (sure || maybe || buildId == null && release != null && release.equals(one.release())) {
                files.add(new File(one.kind().words(), one.place().toString(), "here", sure));
            }
        }
        files.sort(Comparator.comparing((File file) -> !file.sure()));
        for (DebugFinder finder : services.finders().stream()
                .filter(finder -> finder.rank() < FIRST_SERVER)
                .sorted(Comparator.comparingInt(DebugFinder::rank))
                .toList()) {
            File file =
                    ask(finder, new DebugFinder.Query(DebugFinder.Kind.KERNEL, machine, buildId, release, "", null));
            if (file != null && files.stream().noneMatch(other -> other.file().equals(file.file()))) {
                files.add(file);
            }
        }
        return List.copyOf(files);
    }

    /** SUSE's packages are named with one more number than the release has. */
    private static boolean sameRelease(Found.Debug one, String release) {
        String other = one.release();
        if (other == null) {
            return false;
        }
        int flavour = release.lastIndexOf('-');
        return other.equals(release)
                || flavour > 0
                        && other.endsWith(release.substring(flavour))
                        && other.startsWith(release.substring(0, flavour) + ".");
    }

    private @Nullable File ask(DebugFinder finder, DebugFinder.Query query) {
        Path path;
        try {
            path = finder.find(query, new Search(progress));
        } catch (OpenException e) {
            return null;
        }
        if (path == null) {
            return null;
        }
        String kind = path.toString().endsWith(".jar") ? Found.Kind.LAYOUT.words() : Found.Kind.VMLINUX.words();
        if (packed(path)) {
            return new File(kind + ", packed", path.toString(), finder.name(), false);
        }
        try (DebugFile file = services.opener().openDebugFile(path, Progress.NONE)) {
            String id = file.buildId().orElse(null);
            if (query.buildId() != null && id != null) {
                return id.equals(query.buildId()) ? new File(kind, path.toString(), finder.name(), true) : null;
            }
            boolean same = query.release() != null
                    && query.release().equals(file.release().orElse(null));
            return same ? new File(kind, path.toString(), finder.name(), false) : null;
        } catch (OpenException e) {
            return null;
        }
    }

    private boolean packed(Path path) {
        try (InputStream in = Files.newInputStream(path)) {
            DumpContainer container = services.container(new HeadSource(path.toString(), in.readNBytes(64), 64));
            return container != null;
        } catch (IOException e) {
            return false;
        }
    }

    private record Search(Progress progress) implements DebugFinder.Context {
        @Override
        public List<Path> folders() {
            return List.of();
        }

        @Override
        public Map<String, String> settings() {
            return Map.of();
        }

        @Override
        public void remark(String sentence) {
            // What stood in the way of a search is told when the dump is opened.
        }
    }
}
