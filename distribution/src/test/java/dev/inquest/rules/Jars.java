package dev.inquest.rules;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;

/** The project's own jars in the image. */
final class Jars {
    private Jars() {}

    static Path root() {
        return Path.of(System.getProperty("inquest.root"));
    }

    /** Returns the project's jars in a folder of the image, at least one. */
    static List<Path> in(String folder) throws IOException {
        return in(folder, "inquest.*.jar");
    }

    private static List<Path> in(String folder, String pattern) throws IOException {
        Path path = root().resolve("distribution")
                .resolve("target")
                .resolve("inquest")
                .resolve(folder);
        List<Path> jars = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, pattern)) {
            files.forEach(jars::add);
        }
        if (jars.isEmpty()) {
            throw new AssertionError("no jars in " + path);
        }
        return jars;
    }

    static List<Path> all() throws IOException {
        List<Path> jars = new ArrayList<>(in("bundles/plugins"));
        jars.addAll(in("bundles/framework"));
        jars.addAll(in("lib"));
        jars.add(capstone());
        return jars;
    }

    /** Returns the library that comes from this project but is for others, too. */
    static Path capstone() throws IOException {
        return in("bundles/libraries", "capstone-java-*.jar").getFirst();
    }

    static Path framework(String name) throws IOException {
        return in("bundles/framework").stream()
                .filter(jar -> jar.getFileName().toString().startsWith(name + "-"))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the project's packages that have classes in a jar. */
    static Set<String> packages(Path jar) throws IOException {
        Set<String> packages = new TreeSet<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            file.stream()
                    .map(entry -> entry.getName())
                    .filter(name -> name.startsWith("dev/inquest/") && name.endsWith(".class"))
                    .forEach(name -> packages.add(
                            name.substring(0, name.lastIndexOf('/')).replace('/', '.')));
        }
        return packages;
    }

    static String header(Path jar, String name) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            String value = file.getManifest().getMainAttributes().getValue(name);
            return value == null ? "" : value;
        }
    }
}
