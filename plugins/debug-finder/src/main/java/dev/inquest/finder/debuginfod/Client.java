package dev.inquest.finder.debuginfod;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.layout.DebugFinder;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Fetches files by build ID. */
public final class Client {
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ClientSettings settings;
    private final DebugFinder.Context context;

    /**
     * Makes a client; nobody is asked yet.
     *
     * @param settings whom to ask, and how
     * @param context told of progress
     */
    public Client(ClientSettings settings, DebugFinder.Context context) {
        this.settings = settings;
        this.context = context;
    }

    /**
     * Fetches the file with the debug information of a build.
     *
     * @param buildId GNU build ID in lower-case hexadecimal
     * @param what its name for users
     * @return the file in the cache, or null when no server has one
     * @throws OpenException when one may have it, but it cannot be had
     */
    public @Nullable Path find(String buildId, String what) throws OpenException {
        if (!buildId.matches("[0-9a-f]{2,128}")) {
            return null;
        }
        Path known = settings.cache().find(buildId);
        if (known != null) {
            return context.refused(known) ? null : known;
        }
        if (settings.cache().missing(buildId, settings.missing())) {
            return null;
        }
        List<String> failures = new ArrayList<>();
        HttpClient http = HttpClient.newBuilder()
                .connectTimeout(CONNECT.compareTo(settings.patience()) < 0 ? CONNECT : settings.patience())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
        try {
            for (URI server : settings.servers()) {
                if (context.progress().cancelled()) {
                    throw new OpenException("was not asked for " + what + ", because that was cancelled");
                }
                try {
                    Path file = ask(http, server, buildId, what);
                    if (file != null) {
                        return file;
                    }
                } catch (OpenException e) {
                    failures.add(String.valueOf(e.getMessage()));
                }
            }
        } finally {
            http.shutdownNow();
        }
        if (!failures.isEmpty()) {
            throw new OpenException(String.join("; ", failures));
        }
        settings.cache().remember(buildId);
        return null;
    }

    private @Nullable Path ask(HttpClient http, URI server, String buildId, String what) throws OpenException {
        Path part;
        try {
            part = settings.cache().part(buildId);
            long have = Files.exists(part) ? Files.size(part) : 0;
            HttpResponse<InputStream> response = get(http, server, buildId, have);
            if (response.statusCode() == 416) {
                // What we have is not a beginning of what the server has.
                response.body().close();
                Files.delete(part);
                response = get(http, server, buildId, 0);
            }
            return take(response, server, part, buildId, what);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OpenException(server + ": was interrupted", e);
        } catch (IOException e) {
            throw new OpenException(server + ": " + reason(e), e);
        }
    }

    private HttpResponse<InputStream> get(HttpClient http, URI server, String buildId, long have)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve("buildid/" + buildId + "/debuginfo"))
                .timeout(settings.patience())
                .header("User-Agent", "inquest");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    private @Nullable Path take(HttpResponse<InputStream> response, URI server, Path part, String buildId, String what)
            throws IOException, OpenException {
        try (InputStream body = response.body()) {
            int status = response.statusCode();
            if (status == 404) {
                return null;
            }
            if (status != 200 && status != 206) {
                throw new OpenException(server + ": answered " + status + " to the question for " + what);
            }
            Download download =
                    new Download(settings.mostBytes(), settings.patience(), context.progress(), server, what);
            download.receive(response, body, part);
            return settings.cache().finish(buildId, part);
        }
    }

    private String reason(IOException e) {
        if (e instanceof HttpConnectTimeoutException) {
            return "does not answer";
        } else if (e instanceof HttpTimeoutException) {
            return "did not answer within " + settings.patience().toSeconds() + " s";
        } else if (e instanceof ConnectException) {
            return "cannot be reached";
        } else if (e instanceof java.nio.file.FileSystemException file) {
            return settings.cache().folder() + " cannot be written: "
                    + (file.getReason() == null ? file.getClass().getSimpleName() : file.getReason());
        }
        return e.getMessage() == null ? "broke off" : e.getMessage();
    }
}
