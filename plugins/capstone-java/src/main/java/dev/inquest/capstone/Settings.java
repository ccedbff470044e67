package dev.inquest.capstone;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Where the native library comes from.
 *
 * @param library a library to use and no other, or null
 * @param preferSystem whether the system's libcapstone comes before the one that is in this jar; the other one is taken where the first cannot be used
 * @param cache folder to unpack the library of this jar to; it is made when it is not there
 */
public record Settings(@Nullable Path library, boolean preferSystem, Path cache) {
    /** The property and, in upper case with underscores, the environment variable that chooses the library: a path, {@code system} or {@code bundled}. */
    public static final String LIBRARY = "capstone.library";

    /**
     * Returns what the system property {@link #LIBRARY} or the environment variable {@code CAPSTONE_LIBRARY} says; the cache is
     * {@code capstone-java} in {@code $XDG_CACHE_HOME} or {@code ~/.cache}.
     */
    public static Settings standard() {
        return of(System::getProperty, System.getenv());
    }

    /** Returns these settings with another cache folder. */
    public Settings withCache(Path folder) {
        return new Settings(library, preferSystem, folder);
    }

    static Settings of(UnaryOperator<@Nullable String> properties, Map<String, String> environment) {
        String chosen = properties.apply(LIBRARY);
        if (chosen == null) {
            chosen = environment.get(LIBRARY.replace('.', '_').toUpperCase(Locale.ROOT));
        }
        String base = environment.get("XDG_CACHE_HOME");
        Path cache = base != null && base.startsWith("/")
                ? Path.of(base)
                : Path.of(String.valueOf(properties.apply("user.home")), ".cache");
        boolean system = "system".equals(chosen);
        boolean path = chosen != null && !chosen.isBlank() && !system && !chosen.equals("bundled");
        return new Settings(path ? Path.of(String.valueOf(chosen)) : null, system, cache.resolve("capstone-java"));
    }
}
