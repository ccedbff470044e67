package dev.inquest.commands.kernel;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the files of modules. A file with debug information ({@code .ko.debug}) is preferred to the module itself. */
final class ModuleFiles {
    private static final int DEEPEST = 32;

    private ModuleFiles() {}

    /** Returns a module's name as the kernel has it: file names may have dashes where the kernel has underscores. */
    static String canonical(String name) {
        return name.replace('-', '_');
    }

    /** Returns the files by canonical module name; earlier places win. */
    static Map<String, Path> below(List<Path> places, Progress progress) throws CommandException {
        Map<String, Path> files = new HashMap<>();
        for (Path place : places) {
            Map<String, Path> here = new HashMap<>();
            try (Stream<Path> tree = Files.walk(place, DEEPEST)) {
                tree.takeWhile(_ -> !progress.cancelled()).forEach(path -> {
                    String name =
                            path.getFileName() == null ? "" : path.getFileName().toString();
                    if (name.endsWith(".ko.debug")) {
                        here.put(canonical(name.substring(0, name.length() - 9)), path);
                    } else if (name.endsWith(".ko")) {
                        here.putIfAbsent(canonical(name.substring(0, name.length() - 3)), path);
                    }
                });
            } catch (IOException | UncheckedIOException e) {
                throw CommandException.failed("mod: " + place + " cannot be searched: " + e.getMessage());
            }
            here.forEach(files::putIfAbsent);
        }
        return files;
    }
}
