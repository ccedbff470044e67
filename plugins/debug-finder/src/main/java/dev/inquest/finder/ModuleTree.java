package dev.inquest.finder;

import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of modules below a folder, by the modules' names. depmod's list {@code modules.dep} tells them where there is one; otherwise the
 * folder is walked through.
 */
final class ModuleTree {
    private static final int DEEPEST = 24;
    private static final int MOST_FILES = 500_000;
    private static final long LARGEST_LIST = 64L << 20;
    private static final Set<String> SUFFIXES =
            Set.of(".ko", ".ko.debug", ".ko.xz", ".ko.zst", ".ko.gz", ".ko.debug.xz", ".ko.debug.zst", ".ko.debug.gz");

    private final Map<String, List<Path>> files = new HashMap<>();

    private ModuleTree() {}

    static ModuleTree of(Path root, Progress progress) {
        ModuleTree tree = new ModuleTree();
        if (!tree.listed(root)) {
            tree.walk(root, progress);
        }
        return tree;
    }

    /** Returns the files of a module, those with debug information first. */
    List<Path> files(String module) {
        return files.getOrDefault(canonical(module), List.of());
    }

    private static String canonical(String name) {
        return name.replace('-', '_');
    }

    private boolean listed(Path root) {
        Path list = root.resolve("modules.dep");
        try {
            if (!Files.isRegularFile(list) || Files.size(list) > LARGEST_LIST) {
                return false;
            }
            for (String line : Files.readAllLines(list, StandardCharsets.ISO_8859_1)) {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    add(root.resolve(line.substring(0, colon)));
                }
            }
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    private void walk(Path root, Progress progress) {
        try (Stream<Path> all = Files.walk(root, DEEPEST)) {
            all.limit(MOST_FILES).takeWhile(_ -> !progress.cancelled()).forEach(this::add);
        } catch (IOException | UncheckedIOException e) {
            // What was seen so far may do.
        }
    }

    private void add(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        int end = name.indexOf(".ko");
        if (end <= 0 || !SUFFIXES.contains(name.substring(end))) {
            return;
        }
        List<Path> list = files.computeIfAbsent(canonical(name.substring(0, end)), _ -> new ArrayList<>(2));
        if (name.startsWith(".ko.debug", end)) {
            list.addFirst(file);
        } else {
            list.add(file);
        }
    }
}
