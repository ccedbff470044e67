package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The modules that were named, folders looked through; in the order of their names, each once. */
final class ModuleList {
    private static final Pattern MODULE = Pattern.compile("\\.ko(\\.debug)?(\\.xz|\\.zst|\\.gz)?$");

    private ModuleList() {}

    static List<Path> of(List<Path> given, List<String> remarks) throws OpenException {
        Map<String, Path> byName = new TreeMap<>();
        for (Path path : given) {
            if (!Files.exists(path)) {
                throw new OpenException(path + ": no such file");
            }
            if (!Files.isDirectory(path)) {
                add(path, byName, remarks);
                continue;
            }
            List<Path> found = inside(path);
            if (found.isEmpty()) {
                throw new OpenException(path + ": has no modules (*.ko, *.ko.debug, *.ko.xz, *.ko.zst, *.ko.gz)");
            }
            for (Path module : found) {
                add(module, byName, remarks);
            }
        }
        return new ArrayList<>(byName.values());
    }

    private static List<Path> inside(Path folder) throws OpenException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> MODULE.matcher(file.toString()).find())
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new OpenException(folder + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static void add(Path module, Map<String, Path> byName, List<String> remarks) {
        String file = String.valueOf(module.getFileName());
        int dot = file.indexOf(".ko");
        String name = (dot < 0 ? file : file.substring(0, dot)).replace('-', '_');
        Path before = byName.putIfAbsent(name, module);
        if (before != null && !before.equals(module)) {
            remarks.add(module + " is left out, because " + before + " is a module of the same name");
        }
    }
}
