package dev.inquest.commands.find;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.image.DumpContainer;
import dev.inquest.api.image.DumpFormat;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.layout.DebugFinder;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code find}: which dumps there are, what each is of, and what is needed to read it. */
@Component(service = Command.class, property = "inquest.command=find")
public final class FindCommand implements Command {
    private static final List<String> PLACES = List.of("/var/crash", "/var/spool/abrt", "/var/tmp/abrt");

    private static final String SCHEMA = "find/1";
    private static final int DEPTH = 8;
    private static final int DEEPEST = 64;
    private static final int NAMED = 5;

    private static final CommandSpec SPEC = FindSpec.SPEC;

    private final Services services;

    /** Makes the command. */
    @Activate
    public FindCommand(
            @Reference KernelOpener opener,
            @Reference List<DumpFormat> formats,
            @Reference List<DumpContainer> containers,
            @Reference List<DebugFinder> finders) {
        services = new Services(opener, formats, containers, finders);
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        Arguments arguments = invocation.arguments();
        List<Diagnostic> diagnostics = new ArrayList<>();
        List<Path> places = places(arguments.operands(), diagnostics);
        Progress progress = invocation.progress();
        Walk walk = new Walk(depth(arguments), progress);
        Found found = new Found();
        Collector collector = new Collector(services, walk, found, !arguments.has("no-archives"), progress);
        for (Path place : places) {
            try {
                walk.go(place, collector);
            } catch (AccessDeniedException e) {
                walk.unreadable(place);
            } catch (IOException e) {
                diagnostics.add(error(place + ": cannot be read: " + e.getMessage()));
            }
        }
        List<Row> rows = rows(found, !arguments.has("no-open"), progress);
        tell(walk, collector.archives(), progress, diagnostics);
        if (rows.stream().noneMatch(row -> row.text("kind").equals("dump"))) {
            diagnostics.addFirst(new Diagnostic(
                    Diagnostic.Severity.INFO,
                    nothing(places, walk.files() + collector.archives().entries())
                            + (arguments.operands().isEmpty() ? "; name another folder: find DIR" : "")));
        }
        return Result.of(SCHEMA, rows, diagnostics, new FindView());
    }

    private static List<Path> places(List<String> operands, List<Diagnostic> diagnostics) throws CommandException {
        List<Path> places = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String operand : operands.isEmpty() ? PLACES : operands) {
            try {
                Path path = Path.of(operand);
                if (Files.exists(path)) {
                    places.add(path);
                } else {
                    missing.add(operand);
                }
            } catch (InvalidPathException e) {
                throw CommandException.usage("find: not the name of a folder: " + operand);
            }
        }
        if (places.isEmpty() && !operands.isEmpty()) {
            throw CommandException.failed(String.join(", ", missing) + ": no such file or folder");
        }
        if (!operands.isEmpty()) {
            missing.forEach(one -> diagnostics.add(error(one + ": no such file or folder")));
        }
        return places;
    }

    private static String nothing(List<Path> places, long files) {
        return places.isEmpty()
                ? "no dump was found: there is none of " + String.join(", ", PLACES)
                : "no dump was found under " + names(places) + ", among " + files + " files";
    }

    private static int depth(Arguments arguments) throws CommandException {
        String text = arguments.value("depth").orElse(String.valueOf(DEPTH));
        if (!text.matches("[0-9]{1,2}") || Integer.parseInt(text) > DEEPEST) {
            throw CommandException.usage(
                    "find: --depth is a number of folders up to " + DEEPEST + ", not '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    private List<Row> rows(Found found, boolean open, Progress progress) {
        List<Crash> crashes = new ArrayList<>(new Crashes(services, open, progress).of(found));
        // The newest first; those without a time last.
        crashes.sort(Comparator.comparingLong(Crash::crashSeconds)
                .thenComparing(crash -> crash.namedTime() == null ? "" : crash.namedTime())
                .reversed());
        Remedies remedies = new Remedies(services, found, progress);
        List<Row> rows = new ArrayList<>();
        Set<String> folders = new HashSet<>();
        Map<String, List<String>> uses = new LinkedHashMap<>();
        for (Crash crash : crashes) {
            Remedies.Need need = remedies.of(crash);
            rows.add(Rows.of(crash, need));
            crash.parts().forEach(part -> folders.add(part.folder()));
            for (Remedies.File file : need.files()) {
                uses.computeIfAbsent(file.file(), _ -> new ArrayList<>())
                        .add(crash.place().toString());
            }
        }
        found.logs().forEach((folder, logs) -> {
            if (!folders.contains(folder)) {
                logs.stream()
                        .filter(log -> Names.logOfACrash(log.place().name()))
                        .forEach(log -> rows.add(Rows.of(log)));
            }
        });
        for (Found.Debug debug : found.debug()) {
            List<String> dumps = uses.getOrDefault(debug.place().toString(), List.of());
            // A machine has debug files of everything by build ID; those of no dump here say nothing.
            if (!dumps.isEmpty() || debug.release() != null) {
                rows.add(Rows.of(debug, dumps));
            }
        }
        return rows;
    }

    private static void tell(Walk walk, Archives archives, Progress progress, List<Diagnostic> diagnostics) {
        List<String> unreadable = walk.unreadable();
        if (!unreadable.isEmpty()) {
            int more = unreadable.size() - NAMED;
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING,
                    "permission denied: " + String.join(", ", unreadable.subList(0, Math.min(NAMED, unreadable.size())))
                            + (more > 0 ? " and " + more + " more" : "") + "; what is in there was not looked at"));
        }
        List<String> damaged = archives.problems();
        for (String problem : damaged.subList(0, Math.min(NAMED, damaged.size()))) {
            diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, problem));
        }
        if (damaged.size() > NAMED) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING, "and so with " + (damaged.size() - NAMED) + " more archives"));
        }
        if (walk.tooDeep() > 0) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.INFO,
                    walk.tooDeep() + (walk.tooDeep() == 1 ? " folder lies" : " folders lie")
                            + " deeper than was looked; --depth N goes further down"));
        }
        if (progress.cancelled()) {
            diagnostics.add(new Diagnostic(
                    Diagnostic.Severity.WARNING, "stopped; what had not been looked at by then is missing"));
        }
    }

    private static String names(List<Path> places) {
        return String.join(", ", places.stream().map(Path::toString).toList());
    }

    private static Diagnostic error(String message) {
        return new Diagnostic(Diagnostic.Severity.ERROR, message);
    }
}
