package dev.inquest.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What is run to fill the start-up cache: the commands that people start with, on each sample dump, one after the other in one process.
 * What they print is of no interest.
 */
final class Training {
    private static final String COMMANDS =
            "sys; bt; bt -a; ps; log; mod; files; kmem -i; struct list_head; sym jiffies; dis schedule 8";
    private static final String OWN_JARS = "inquest.";
    private static final String SUFFIX = ".class";
    private final ToIntFunction<String[]> main;

    Training(ToIntFunction<String[]> main) {
        this.main = main;
    }

    /** Runs all of it. Samples are folders that hold a dump with its files, or dumps. */
    void run(String samples) {
        loadAll(System.getProperty("java.class.path", ""));
        run(List.of("plugin", "list"));
        run(List.of("help", "bt"));
        for (List<String> files : dumps(samples)) {
            for (String format : List.of("text", "json")) {
                List<String> arguments = new ArrayList<>(List.of("-c", COMMANDS, "--format", format));
                arguments.addAll(files);
                run(arguments);
            }
        }
    }

    /**
     * Loads every class of our own jars: those that no sample needs, such as the readers of debug information, come verified from the
     * start-up cache, too.
     */
    private static void loadAll(String classPath) {
        for (String path : classPath.split(File.pathSeparator, -1)) {
            String name = path.substring(path.lastIndexOf(File.separatorChar) + 1);
            if (!name.startsWith(OWN_JARS)) {
                continue;
            }
            try (JarFile jar = new JarFile(path)) {
                for (JarEntry entry : Collections.list(jar.entries())) {
                    load(entry.getName());
                }
            } catch (IOException e) {
                System.err.println(path + ": " + e);
            }
        }
    }

    private static void load(String entry) {
        if (!entry.endsWith(SUFFIX) || entry.endsWith("-info" + SUFFIX)) {
            return;
        }
        String name = entry.substring(0, entry.length() - SUFFIX.length()).replace('/', '.');
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            System.err.println(name + ": " + e);
        }
    }

    private void run(List<String> arguments) {
        int code = main.applyAsInt(arguments.toArray(String[]::new));
        System.err.println("exit code " + code + ": " + String.join(" ", arguments));
    }

    private static List<List<String>> dumps(String samples) {
        List<List<String>> dumps = new ArrayList<>();
        if (samples.isEmpty()) {
            return dumps;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(samples), "*.vmcore")) {
            for (Path dump : files) {
                List<String> arguments = new ArrayList<>();
                arguments.add(dump.toString());
                String name = String.valueOf(dump.getFileName());
                Path vmlinux = dump.resolveSibling(name.substring(0, name.length() - ".vmcore".length()) + ".vmlinux");
                if (Files.exists(vmlinux)) {
                    arguments.add(vmlinux.toString());
                }
                dumps.add(arguments);
            }
        } catch (IOException e) {
            // Without samples the cache has what starting takes.
            return dumps;
        }
        return dumps;
    }
}
