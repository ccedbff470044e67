package dev.inquest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Annotation;
import java.lang.classfile.AnnotationValue;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.osgi.annotation.versioning.Version;

/** What bundles export, and how its version is declared. */
class ExportsTest {

    @Test
    void onlyTheApiAndTheLibraryExportPackages() throws IOException {
        for (Path jar : Jars.all()) {
            List<String> ours = exports(jar).keySet().stream()
                    .filter(name -> name.startsWith("dev.inquest."))
                    .toList();
            if (jar.equals(Jars.framework("inquest.api"))) {
                assertEquals(Jars.packages(jar), Set.copyOf(ours));
                assertTrue(ours.stream().allMatch(name -> name.startsWith("dev.inquest.api.")), ours.toString());
                assertEquals(ours.size(), exports(jar).size());
            } else if (jar.equals(Jars.capstone())) {
                assertEquals(List.of("dev.inquest.capstone"), ours);
            } else {
                assertEquals(List.of(), ours, jar.toString());
            }
        }
    }

    @Test
    void everyPackageOfTheApiDeclaresItsVersion() throws IOException {
        Path jar = Jars.framework("inquest.api");
        Map<String, String> exports = exports(jar);
        assertTrue(exports.size() >= 9, exports.toString());
        for (Map.Entry<String, String> export : exports.entrySet()) {
            List<String> annotations = annotations(jar, export.getKey());
            String version = "@" + Version.class.getName() + "(" + export.getValue() + ")";
            assertTrue(annotations.contains(version), export.getKey() + " has " + annotations + " and not " + version);
        }
    }

    @Test
    void everyPackageSaysWhatCanBeNull() throws IOException {
        Set<String> missing = new TreeSet<>();
        for (Path jar : Jars.all()) {
            for (String name : Jars.packages(jar)) {
                if (!annotations(jar, name).contains("@" + NullMarked.class.getName())) {
                    missing.add(name);
                }
            }
        }
        assertEquals(Set.of(), missing);
    }

    /** Returns the exported packages with their versions. */
    private static Map<String, String> exports(Path jar) throws IOException {
        Map<String, String> exports = new HashMap<>();
        String header = Jars.header(jar, "Export-Package");
        // Commas and semicolons also stand inside quotes, but versions of exports and package names have neither.
        for (String clause : header.replaceAll("uses:=\"[^\"]*\"", "").split(",")) {
            String name = clause.split(";")[0].trim();
            if (!name.isEmpty()) {
                exports.put(name, clause.replaceAll(".*version=\"?([0-9.]+)\"?.*", "$1"));
            }
        }
        return exports;
    }

    private static List<String> annotations(Path jar, String packageName) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            JarEntry entry = file.getJarEntry(packageName.replace('.', '/') + "/package-info.class");
            if (entry == null) {
                return List.of();
            }
            List<String> found = new ArrayList<>();
            try (InputStream in = file.getInputStream(entry)) {
                ClassModel model = ClassFile.of().parse(in.readAllBytes());
                model.findAttribute(Attributes.runtimeInvisibleAnnotations())
                        .ifPresent(some -> some.annotations().forEach(one -> found.add(text(one))));
                model.findAttribute(Attributes.runtimeVisibleAnnotations())
                        .ifPresent(some -> some.annotations().forEach(one -> found.add(text(one))));
            }
            return found;
        }
    }

    private static String text(Annotation annotation) {
        String type = annotation.classSymbol().packageName() + "."
                + annotation.classSymbol().displayName();
        return annotation.elements().stream()
                .filter(element -> element.value() instanceof AnnotationValue.OfString)
                .map(element -> "@" + type + "(" + ((AnnotationValue.OfString) element.value()).stringValue() + ")")
                .findFirst()
                .orElse("@" + type);
    }
}
