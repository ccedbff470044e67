package dev.inquest.commands.disassembly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Source files where the user has them. The variable {@code source} holds places, separated by {@code :}; a place is a folder, or {@code FROM=TO}: compiled paths
 * that begin with FROM are in TO instead. Most kernels' debug information has paths relative to the folder of the build, which FROM does not begin then: they are
 * looked for in TO as in a folder.
 *
 * <p>Compilers record paths as the build saw them, often of a machine that is gone ({@code debian/build/build_amd64_none_amd64/kernel/panic.c}). In a folder a
 * file is looked for by its whole path, and then without its first, its first two … components.
 */
final class SourceTree {
    private static final long LARGEST = 8L << 20;

    private final List<String> places = new ArrayList<>();
    private final Map<String, List<String>> files = new HashMap<>();

    SourceTree(@Nullable String variable) {
        if (variable != null) {
            for (String place : variable.split(":", -1)) {
                if (!place.isBlank()) {
                    places.add(place);
                }
            }
        }
    }

    /** Returns a file's lines; empty when it is not there. */
    List<String> lines(String compiled) {
        return files.computeIfAbsent(compiled, this::read);
    }

    /** Returns one line from 1, or null. */
    @Nullable
    String line(String compiled, int number) {
        List<String> lines = lines(compiled);
        return number >= 1 && number <= lines.size() ? lines.get(number - 1) : null;
    }

    /** Returns what to do when a file was not found, for a message. */
    String advice() {
        for (String place : places) {
            String folder = place.substring(place.indexOf('=') + 1);
            try {
                if (!Files.isDirectory(Path.of(folder))) {
                    return "there is no folder " + folder + ", which 'set source' names";
                }
            } catch (InvalidPathException e) {
                return "'set source' names " + folder + ", which is no path";
            }
        }
        return places.isEmpty()
                ? "'set source FOLDER' says where it is"
                : "it is not in " + String.join(" or ", places) + ", which 'set source' names";
    }

    private List<String> read(String compiled) {
        for (String place : places) {
            List<String> lines = read(place, compiled);
            if (!lines.isEmpty()) {
                return lines;
            }
        }
        return List.of();
    }

    private static List<String> read(String place, String compiled) {
        try {
            Path found = find(place, compiled);
            return found == null || Files.size(found) > LARGEST
                    ? List.of()
                    : Files.readString(found, StandardCharsets.ISO_8859_1)
                            .lines()
                            .toList();
        } catch (IOException | InvalidPathException e) {
            // It may be in the next place.
            return List.of();
        }
    }

    private static @Nullable Path find(String place, String compiled) {
        int equals = place.indexOf('=');
        if (equals >= 0) {
            String from = place.substring(0, equals);
            if (compiled.startsWith(from)) {
                return existing(Path.of(place.substring(equals + 1) + compiled.substring(from.length())));
            }
            if (compiled.startsWith("/")) {
                return null;
            }
        }
        Path folder = Path.of(place.substring(equals + 1));
        String rest = compiled;
        while (!rest.isEmpty()) {
            String relative = rest.startsWith("/") ? rest.substring(1) : rest;
            Path found = existing(folder.resolve(relative));
            if (found != null) {
                return found;
            }
            int slash = relative.indexOf('/');
            rest = slash < 0 ? "" : relative.substring(slash + 1);
        }
        return null;
    }

    private static @Nullable Path existing(Path path) {
        return Files.isRegularFile(path) ? path : null;
    }
}
