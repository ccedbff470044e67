package dev.inquest.launcher;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where things are.
 *
 * @param image the distribution: {@code lib}, {@code bundles/framework}, {@code bundles/libraries}, {@code bundles/plugins}
 * @param user the user's plugins, which need not exist
 * @param cache where to keep what makes the next start faster, which need not exist
 */
record Folders(Path image, Path user, Path cache) {

    /**
     * Finds them by the XDG base directory specification 0.8: relative paths in its variables are ignored.
     *
     * @param image the distribution
     * @param cache the folder that the start script chose, or null
     * @param environment environment variables
     * @param home the user's home
     */
    static Folders of(Path image, @Nullable String cache, Map<String, String> environment, String home) {
        Path data = base(environment.get("XDG_DATA_HOME"), home, ".local/share");
        Path kept = cache != null
                ? Path.of(cache)
                : base(environment.get("XDG_CACHE_HOME"), home, ".cache").resolve("inquest");
        return new Folders(image, data.resolve("inquest").resolve("plugins"), kept);
    }

    private static Path base(@Nullable String variable, String home, String otherwise) {
        if (variable != null && variable.startsWith("/")) {
            return Path.of(variable);
        }
        return Path.of(home, otherwise);
    }

    Path frameworkBundles() {
        return image.resolve("bundles").resolve("framework");
    }

    Path libraries() {
        return image.resolve("bundles").resolve("libraries");
    }

    Path plugins() {
        return image.resolve("bundles").resolve("plugins");
    }
}
