package dev.inquest.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Plugins, core, debuginfo, the shell and the launcher see of each other only the api; the api sees only itself. */
class DependencyTest {
    private static final String LIBRARY = "dev.inquest.capstone";
    private static final String ITS_USER = "inquest.disassembler.capstone";

    @Test
    void everyBundleDependsOnItselfAndTheApiOnly() throws IOException {
        Map<String, String> homes = homes();
        assertTrue(homes.size() > 20, homes.toString());
        Set<String> broken = new TreeSet<>();
        int classes = 0;
        for (Path jar : Jars.all()) {
            for (JavaClass from : classes(jar)) {
                if (!from.getPackageName().startsWith("dev.inquest")) {
                    continue;
                }
                classes++;
                for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                    check(dependency, homes, name(jar), broken);
                }
            }
        }
        assertTrue(classes > 200, "only " + classes + " classes");
        assertEquals(Set.of(), broken);
    }

    /** Anyone could use it, so it must not need anything of the rest. */
    @Test
    void theLibraryDependsOnNothingHere() throws IOException {
        Set<String> broken = new TreeSet<>();
        for (JavaClass from : classes(Jars.capstone())) {
            for (Dependency dependency : from.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith("dev.inquest") && !target.equals(LIBRARY)) {
                    broken.add(from.getName() + " uses " + target);
                }
            }
        }
        assertEquals(Set.of(), broken);
    }

    private static void check(Dependency dependency, Map<String, String> homes, String home, Set<String> broken) {
        JavaClass target = dependency.getTargetClass().getBaseComponentType();
        String targetPackage = target.getPackageName();
        if (!targetPackage.startsWith("dev.inquest.")
                || targetPackage.startsWith("dev.inquest.api.")
                || home.equals(homes.get(targetPackage))
                || home.equals(ITS_USER) && targetPackage.equals(LIBRARY)) {
            return;
        }
        broken.add(home + ": " + dependency.getOriginClass().getName() + " uses " + target.getName());
    }

    @Test
    void noPackageIsInTwoBundles() throws IOException {
        homes();
    }

    /** Returns which jar each of the project's packages is in. */
    private static Map<String, String> homes() throws IOException {
        Map<String, String> homes = new HashMap<>();
        for (Path jar : Jars.all()) {
            for (String name : Jars.packages(jar)) {
                String other = homes.put(name, name(jar));
                assertEquals(null, other, name + " is in " + name(jar) + " too");
            }
        }
        return homes;
    }

    private static String name(Path jar) {
        String file = jar.getFileName().toString();
        return file.substring(0, file.lastIndexOf('-'));
    }

    private static JavaClasses classes(Path jar) {
        return new ClassFileImporter().importLocations(List.of(Location.of(jar.toUri())));
    }
}
