package dev.inquest.commands.find;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what belongs together, parts of split dumps and the logs beside dumps, and finds out of each dump what it is: from its
 * headers, from the log beside it, and by opening it where neither tells.
 */
final class Crashes {
    private static final int HEAD = 256 << 10;

    private final Services services;
    private final Judge judge;
    private final boolean open;
    private final Progress progress;
    /** What dumps tell of layouts, by build: one tells for all. */
    private final Map<String, Inside.Layouts> layouts = new HashMap<>();

    Crashes(Services services, boolean open, Progress progress) {
        this.services = services;
        this.judge = new Judge(services);
        this.open = open;
        this.progress = progress;
    }

    /** Returns all dumps; those that remain when the user stops the work are told of by their headers alone. */
    List<Crash> of(Found found) {
        List<List<Found.Dump>> groups = new ArrayList<>(grouped(found.dumps()));
        // Those that can be opened come first, for they tell of others of their builds.
        groups.sort(Comparator.comparing((List<Found.Dump> group) ->
                group.getFirst().packed() || group.getFirst().place().archived()));
        List<Crash> crashes = new ArrayList<>();
        for (List<Found.Dump> group : groups) {
            progress.report("looking at " + group.getFirst().place(), crashes.size(), groups.size());
            crashes.add(crash(group, found));
        }
        return crashes;
    }

    /** Parts of one split dump lie in one folder and share a mark. */
    private List<List<Found.Dump>> grouped(List<Found.Dump> dumps) {
        Map<String, List<Found.Dump>> groups = new LinkedHashMap<>();
        for (Found.Dump dump : dumps) {
            String mark = dump.mark();
            if (mark == null && !dump.place().archived() && !dump.packed()) {
                mark = markOnDisk(dump);
            }
            String key = mark == null ? dump.place().toString() : dump.place().folder() + "\0" + mark;
            groups.computeIfAbsent(key, _ -> new ArrayList<>()).add(dump);
        }
        return List.copyOf(groups.values());
    }

    private @Nullable String markOnDisk(Found.Dump dump) {
        try (InputStream in = Files.newInputStream(dump.place().file())) {
            return judge.mark(new HeadSource(dump.place().toString(), in.readNBytes(HEAD), dump.size()));
        } catch (IOException e) {
            return null;
        }
    }

    private Crash crash(List<Found.Dump> parts, Found found) {
        Found.Dump first = parts.getFirst();
        List<Place> places = parts.stream().map(Found.Dump::place).toList();
        long size = parts.stream().mapToLong(Found.Dump::size).sum();
        Headers headers = first.headers();
        String problem = first.problem();
        boolean onDisk = !first.place().archived() && !first.packed();
        List<Path> files = places.stream().map(Place::file).toList();
        if (onDisk && headers == null && problem == null) {
            Judge.Verdict verdict = headers(first, files);
            headers = verdict.headers();
            problem = verdict.problem();
        }
        Found.Log log = log(first.place(), found);
        String build = headers == null ? null : headers.buildId() == null ? headers.release() : headers.buildId();
        Inside inside = null;
        Inside.Layouts known = build == null ? null : layouts.get(build);
        boolean asked = log != null && log.look().panic() != null && known != null && known.enough();
        if (onDisk && open && headers != null && problem == null && !asked && !progress.cancelled()) {
            inside = Inside.look(services.opener(), files, progress);
            // One that is cut short may lack what others have.
            if (build != null && inside.problem() == null && (known == null || !known.enough())) {
                layouts.put(build, inside.layouts());
            }
        }
        Inside.Layouts itself = build == null ? null : layouts.get(build);
        if (inside != null && inside.problem() == null) {
            itself = inside.layouts();
        }
        return new Crash(
                places,
                size,
                first.packed(),
                headers,
                log,
                inside,
                itself,
                problem == null && inside != null ? inside.problem() : problem);
    }

    private Judge.Verdict headers(Found.Dump dump, List<Path> files) {
        if (!open) {
            try (InputStream in = Files.newInputStream(dump.place().file())) {
                // Without the end of the file it is not known whether it is complete, but a flattened one need not be
                // read.
                byte[] head = in.readNBytes(Judge.HEAD);
                Judge.Verdict verdict = judge.head(dump.place().toString(), head, dump.size());
                if (verdict.headers() != null && services.container(new HeadSource("", head, dump.size())) != null) {
                    return verdict;
                }
            } catch (IOException e) {
                return new Judge.Verdict(true, null, null, dump.place() + ": " + e.getMessage());
            }
        }
        try (DumpImage image = services.opener()
                .openImage(new KernelOpener.Request(files, false, Map.of("debug-search", "no"), progress))) {
            return new Judge.Verdict(true, Headers.of(image, true), null, null);
        } catch (OpenException e) {
            return new Judge.Verdict(true, headersOfBeginning(dump), null, e.getMessage());
        }
    }

    /** A dump of which there is but the header still tells what it is of. */
    private @Nullable Headers headersOfBeginning(Found.Dump dump) {
        try (InputStream in = Files.newInputStream(dump.place().file())) {
            return judge.head(dump.place().toString(), in.readNBytes(Judge.HEAD), Judge.ENDLESS)
                    .headers();
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns the log beside a dump; of several the one of the same time, or the one that tells most. */
    private static Found.@Nullable Log log(Place dump, Found found) {
        List<Found.Log> logs = found.logs().getOrDefault(dump.folder(), List.of());
        String time = Names.time(dump.name());
        Found.Log best = null;
        for (Found.Log log : logs) {
            String its = Names.time(log.place().name());
            boolean other = time != null && its != null && !its.equals(time);
            boolean better =
                    best == null || best.look().panic() == null && log.look().panic() != null;
            if (!other && better) {
                best = log;
            }
        }
        return best;
    }
}
