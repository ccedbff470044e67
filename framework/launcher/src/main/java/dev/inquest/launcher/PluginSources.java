package dev.inquest.launcher;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Lists the files that may be bundles, in the order in which the sources are asked; within a folder by name. */
final class PluginSources {
    private PluginSources() {}

    /** Lists the distribution's folders, then the user's, then what the command line gives. */
    static List<Source> list(Folders folders, List<Path> given) {
        List<Source> sources = new ArrayList<>();
        addFolder(sources, folders.frameworkBundles(), BundleFile.Role.FRAMEWORK);
        addFolder(sources, folders.libraries(), BundleFile.Role.LIBRARY);
        addFolder(sources, folders.plugins(), BundleFile.Role.PLUGIN);
        addFolder(sources, folders.user(), BundleFile.Role.ADDED);
        for (Path path : given) {
            addGiven(sources, path);
        }
        return sources;
    }

    /** A file that may be a bundle. */
    record Source(Path path, BundleFile.Role role) {
        Source {
            path = path.toAbsolutePath().normalize();
        }
    }

    /** Adds a jar, or the jars of a folder, that someone named. */
    static void addGiven(List<Source> sources, Path path) {
        if (Files.isDirectory(path)) {
            addFolder(sources, path, BundleFile.Role.ADDED);
        } else {
            sources.add(new Source(path, BundleFile.Role.ADDED));
        }
    }

    private static void addFolder(List<Source> sources, Path folder, BundleFile.Role role) {
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (name.endsWith(".jar") && !name.startsWith(".")) {
                    jars.add(file);
                }
            }
        } catch (IOException e) {
            // A folder that is not there, or not readable, has no plugins.
            return;
        }
        Collections.sort(jars);
        for (Path jar : jars) {
            sources.add(new Source(jar, role));
        }
    }
}
