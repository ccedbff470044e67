package dev.inquest.finder;

import dev.inquest.api.layout.DebugFinder.Context;
import dev.inquest.api.layout.DebugFinder.Query;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A folder laid out like a root folder, or like what distributions put into one: Debian's and Ubuntu's {@code usr/lib/debug/boot/vmlinux-R},
 * Fedora's {@code usr/lib/debug/lib/modules/R/vmlinux}, SUSE's {@code vmlinux-R.debug} and {@code usr/lib/modules/R/vmlinux.xz}, a
 * kernel's own {@code lib/modules/R/build/vmlinux}.
 *
 * @param root the folder
 * @param trees the module folders that were walked through, for the next module
 */
record Place(Path root, Map<Path, ModuleTree> trees) {
    private static final List<String> BUILD_IDS =
            List.of("usr/lib/debug/.build-id", ".build-id", "lib/debug/.build-id");
    private static final int MOST_VMLINUX = 256;

    Place(Path root) {
        this(root, new ConcurrentHashMap<>());
    }

    private static List<String> kernels(String release) {
        return List.of(
                "usr/lib/debug/boot/vmlinux-" + release,
                "usr/lib/debug/boot/vmlinux-" + release + ".debug",
                "usr/lib/debug/lib/modules/" + release + "/vmlinux",
                "usr/lib/debug/lib/modules/" + release + "/vmlinux.debug",
                "usr/lib/debug/usr/lib/modules/" + release + "/vmlinux",
                "usr/lib/debug/usr/lib/modules/" + release + "/vmlinux.debug");
    }

    private static List<String> modules(String release) {
        return List.of(
                "usr/lib/debug/lib/modules/" + release,
                "usr/lib/debug/usr/lib/modules/" + release,
                "usr/lib/modules/" + release,
                "lib/modules/" + release);
    }

    /** Returns folders for debug information that {@code .gnu_debuglink} may mean. */
    DebugLinks links() {
        return new DebugLinks(List.of(root.resolve("usr/lib/debug"), root));
    }

    /**
     * Looks for a file.
     *
     * @param named whether the user named the folder: then files lie in it under their own names, too, and one without debug
     *     information is better than nothing
     */
    @Nullable
    Path find(Query query, Context context, boolean named) {
        Candidates candidates = new Candidates(query.buildId(), context, links(), named);
        Path found = byBuildId(query, candidates, named);
        if (found != null) {
            return found;
        }
        return switch (query.kind()) {
            case KERNEL -> kernel(query, candidates, named);
            case MODULE -> module(query, context, candidates, named);
            case SUPPLEMENT -> supplement(query, candidates);
        };
    }

    private @Nullable Path byBuildId(Query query, Candidates candidates, boolean named) {
        List<Path> trees = new ArrayList<>();
        if (root.endsWith(".build-id")) {
            trees.add(root);
        }
        for (String tree : named ? BUILD_IDS : BUILD_IDS.subList(0, 1)) {
            trees.add(root.resolve(tree));
        }
        return first(
                trees, tree -> first(BuildIds.below(tree, query.buildId()), file -> candidates.consider(file, false)));
    }

    private static <T> @Nullable Path first(List<T> things, Function<T, @Nullable Path> find) {
        for (T thing : things) {
            Path found = find.apply(thing);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private @Nullable Path kernel(Query query, Candidates candidates, boolean named) {
        List<Path> files = new ArrayList<>();
        List<Path> packed = new ArrayList<>();
        String release = query.release();
        if (release != null && !release.isEmpty() && release.indexOf('/') < 0) {
            for (String name : kernels(release)) {
                files.add(root.resolve(name));
            }
            for (String folder : modules(release).subList(2, 4)) {
                if (Files.isDirectory(root.resolve(folder))) {
                    for (String name : List.of("vmlinux", "vmlinux.debug", "build/vmlinux", "debug/vmlinux")) {
                        files.add(root.resolve(folder).resolve(name));
                    }
                    pack(root.resolve(folder), "vmlinux", packed);
                }
            }
            if (Files.isDirectory(root.resolve("boot"))) {
                files.add(root.resolve("boot/vmlinux-" + release));
                pack(root.resolve("boot"), "vmlinux-" + release, packed);
            }
            if (named) {
                for (String name : List.of("vmlinux-" + release, "vmlinux-" + release + ".debug")) {
                    files.add(root.resolve(name));
                    pack(root, name, packed);
                }
            }
        }
        if (named) {
            for (String name : List.of("vmlinux", "vmlinux.debug")) {
                files.add(root.resolve(name));
                pack(root, name, packed);
            }
        }
        Path found = first(files, file -> candidates.consider(file, true));
        found = found == null && named ? first(vmlinuxes(), file -> candidates.consider(file, false)) : found;
        found = found == null ? first(packed, file -> candidates.consider(file, true)) : found;
        return found == null ? candidates.best(true) : found;
    }

    private static void pack(Path folder, String name, List<Path> into) {
        for (String suffix : Candidates.PACKED.subList(1, Candidates.PACKED.size())) {
            into.add(folder.resolve(name + suffix));
        }
    }

    private List<Path> vmlinuxes() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root, "vmlinux*")) {
            for (Path file : stream) {
                if (files.size() < MOST_VMLINUX && ElfLook.at(file) != null) {
                    files.add(file);
                }
            }
        } catch (IOException | java.nio.file.DirectoryIteratorException e) {
            // What cannot be listed has nothing for us.
        }
        Collections.sort(files);
        return files;
    }

    private @Nullable Path module(Query query, Context context, Candidates candidates, boolean named) {
        List<Path> folders = new ArrayList<>();
        String release = query.release();
        if (release != null && !release.isEmpty() && release.indexOf('/') < 0) {
            for (String folder : modules(release)) {
                folders.add(root.resolve(folder));
            }
        }
        Path found = first(folders, folder -> inTree(folder, query, context, candidates, true));
        if (found == null && named) {
            found = inTree(root, query, context, candidates, false);
        }
        return found == null ? candidates.best(named) : found;
    }

    private @Nullable Path inTree(Path folder, Query query, Context context, Candidates candidates, boolean tellWrong) {
        if (!Files.isDirectory(folder)) {
            return null;
        }
        ModuleTree tree = trees.computeIfAbsent(folder, _ -> ModuleTree.of(folder, context.progress()));
        return first(tree.files(query.name()), file -> candidates.consider(file, tellWrong));
    }

    private @Nullable Path supplement(Query query, Candidates candidates) {
        List<Path> files = new ArrayList<>();
        Path name;
        try {
            name = Path.of(query.name());
        } catch (java.nio.file.InvalidPathException e) {
            return null;
        }
        Path user = query.user() == null ? null : query.user().toAbsolutePath().getParent();
        if (user != null) {
            files.add(user.resolve(name));
        }
        if (name.isAbsolute()) {
            files.add(root.resolve(name.getRoot().relativize(name)));
        }
        if (name.getFileName() != null) {
            files.add(root.resolve("usr/lib/debug/.dwz").resolve(name.getFileName()));
            files.add(root.resolve(name.getFileName()));
        }
        Path found = first(files, file -> candidates.consider(file, true));
        return found == null ? candidates.best(false) : found;
    }
}
