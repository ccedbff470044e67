package dev.inquest.endtoend;

import dev.inquest.api.kernel.KernelStruct;
import dev.inquest.api.kernel.Member;
import dev.inquest.api.kernel.Reads;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** What the classes of each bundle declare that they read of the kernel's structures. */
final class Declared {
    /** For each class the bundle that it is in. */
    private final Map<String, String> bundles = new HashMap<>();
    /** For each bundle {@code tag.member}, and {@code *.member} for what is only reached through other members. */
    private final Map<String, Set<String>> members = new HashMap<>();

    private Declared() {}

    static Declared of(Path folder) throws IOException {
        Declared declared = new Declared();
        List<Path> jars;
        try (Stream<Path> files = Files.walk(folder)) {
            jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
        List<URL> places = new ArrayList<>();
        for (Path jar : jars) {
            places.add(URI.create("file:" + jar).toURL());
        }
        try (URLClassLoader loader = new URLClassLoader(places.toArray(new URL[0]), Declared.class.getClassLoader())) {
            for (Path jar : jars) {
                if (jar.getFileName().toString().startsWith("inquest.")) {
                    declared.add(jar, loader);
                }
            }
        }
        return declared;
    }

    private void add(Path jar, ClassLoader loader) throws IOException {
        String bundle = jar.getFileName().toString();
        Set<String> own = members.computeIfAbsent(bundle, key -> new HashSet<>());
        try (JarFile file = new JarFile(jar.toFile())) {
            for (JarEntry entry : file.stream().toList()) {
                if (entry.getName().startsWith("dev/inquest/")
                        && entry.getName().endsWith(".class")) {
                    String name = entry.getName().replace(".class", "").replace('/', '.');
                    bundles.put(name, bundle);
                    add(name, loader, own);
                }
            }
        }
    }

    private static void add(String name, ClassLoader loader, Set<String> into) {
        Class<?> type;
        try {
            type = Class.forName(name, false, loader);
            for (Reads reads : type.getAnnotationsByType(Reads.class)) {
                for (String[] paths : List.of(reads.required(), reads.optional())) {
                    for (String alternatives : paths) {
                        add(reads.value(), alternatives.split("\\|"), into);
                    }
                }
            }
        } catch (ClassNotFoundException | LinkageError e) {
            return;
        }
        KernelStruct bound = type.getAnnotation(KernelStruct.class);
        if (bound != null) {
            for (Method method : type.getMethods()) {
                Member member = method.getAnnotation(Member.class);
                add(bound.value(), member == null ? new String[] {method.getName()} : member.value(), into);
            }
        }
    }

    private static void add(String[] tags, String[] paths, Set<String> into) {
        for (String path : paths) {
            String[] steps = path.split("[.\\[]");
            for (String tag : tags) {
                into.add(tag + "." + steps[0]);
            }
            for (int i = 1; i < steps.length; i++) {
                into.add("*." + steps[i]);
            }
        }
    }

    /** Returns whether the bundle of a class declares a member. */
    boolean has(String className, String tag, String path) {
        String bundle = bundles.getOrDefault(className, "");
        String first = path.split("[.\\[]", 2)[0];
        Set<String> own = members.getOrDefault(bundle, Set.of());
        // The tag of what lies inside another structure is not told by a declaration with dots.
        return own.contains(tag + "." + first) || own.contains("*." + first);
    }
}
