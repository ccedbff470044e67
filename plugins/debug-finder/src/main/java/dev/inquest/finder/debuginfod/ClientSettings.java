package dev.inquest.finder.debuginfod;

import dev.inquest.api.image.OpenException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How servers are asked.
 *
 * @param servers their addresses
 * @param cache the folder of what was fetched
 * @param mostBytes the size of the largest file that is fetched
 * @param patience how long a server may stay silent
 * @param missing how long it is remembered that no server has a file
 */
public record ClientSettings(List<URI> servers, Cache cache, long mostBytes, Duration patience, Duration missing) {
    private static final long DEFAULT_MOST = 2L << 30;
    /** As elfutils' client has them (debuginfod-client-config.7). */
    private static final long DEFAULT_PATIENCE = 90;

    private static final long DEFAULT_MISSING = 600;

    /**
     * Reads settings, which win, and the environment, whose variables are those of elfutils' client.
     *
     * @param urls servers
     * @param settings {@code debuginfod-limit}: bytes, or with a suffix k, m or g; {@code debuginfod-timeout}: seconds
     * @param environment {@code DEBUGINFOD_CACHE_PATH}, {@code DEBUGINFOD_TIMEOUT}, {@code DEBUGINFOD_MAXSIZE}, {@code XDG_CACHE_HOME},
     *     {@code HOME}
     * @throws OpenException when one of them makes no sense
     */
    public static ClientSettings of(List<String> urls, Map<String, String> settings, Map<String, String> environment)
            throws OpenException {
        List<URI> servers = new ArrayList<>();
        for (String url : urls) {
            servers.add(server(url));
        }
        String limit = settings.getOrDefault("debuginfod-limit", environment.getOrDefault("DEBUGINFOD_MAXSIZE", ""));
        String patience =
                settings.getOrDefault("debuginfod-timeout", environment.getOrDefault("DEBUGINFOD_TIMEOUT", ""));
        return new ClientSettings(
                List.copyOf(servers),
                new Cache(folder(environment)),
                limit.isBlank() ? DEFAULT_MOST : bytes(limit),
                Duration.ofSeconds(patience.isBlank() ? DEFAULT_PATIENCE : bytes(patience)),
                Duration.ofSeconds(DEFAULT_MISSING));
    }

    private static URI server(String url) throws OpenException {
        try {
            URI uri = URI.create(url.endsWith("/") ? url : url + "/");
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if ((scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new OpenException(
                url + " is not the address of a server; it should look like https://debuginfod.example.org/");
    }

    private static long bytes(String text) throws OpenException {
        String lower = text.strip().toLowerCase(Locale.ROOT);
        int shift = switch (lower.isEmpty() ? ' ' : lower.charAt(lower.length() - 1)) {
            case 'k' -> 10;
            case 'm' -> 20;
            case 'g' -> 30;
            default -> 0;
        };
        try {
            long number = Long.parseLong(shift == 0 ? lower : lower.substring(0, lower.length() - 1));
            if (number > 0 && number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new OpenException(text + " is no size or time; it should look like 90, 500m or 2g");
    }

    /** The folder that elfutils' client uses: what the user set, its old place where that is there, or the one below the cache folder. */
    private static Path folder(Map<String, String> environment) {
        String set = environment.get("DEBUGINFOD_CACHE_PATH");
        if (set != null && !set.isBlank()) {
            return Path.of(set);
        }
        Path home = Path.of(environment.getOrDefault("HOME", System.getProperty("user.home", "/")));
        Path old = home.resolve(".debuginfod_client_cache");
        if (Files.isDirectory(old)) {
            return old;
        }
        String xdg = environment.get("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg);
        return base.resolve("debuginfod_client");
    }
}
