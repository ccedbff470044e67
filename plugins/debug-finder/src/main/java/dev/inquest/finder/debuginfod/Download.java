package dev.inquest.finder.debuginfod;

import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Receives one file, or the rest of one. What was received of a file that broke off is kept, and the next request goes on from there (RFC 9110,
 * 14.2).
 *
 * @param most size of the largest file
 * @param patience how long the server may stay silent
 * @param progress told how far it is
 * @param server for messages
 * @param what for messages
 */
record Download(long most, Duration patience, Progress progress, URI server, String what) {
    private static final int BLOCK = 1 << 16;
    private static final long MIB = 1 << 20;

    void receive(HttpResponse<?> response, InputStream body, Path part) throws IOException, OpenException {
        boolean goesOn = response.statusCode() == 206;
        long have = goesOn ? Files.size(part) : 0;
        if (goesOn && start(response.headers()) != have) {
            Files.delete(part);
            throw new OpenException(server + ": sent another piece of " + what + " than was asked for; try again");
        }
        long total = total(response.headers(), have);
        check(total);
        try (Watchdog watchdog = new Watchdog(body, patience, progress);
                OutputStream out =
                        goesOn ? Files.newOutputStream(part, StandardOpenOption.APPEND) : Files.newOutputStream(part)) {
            copy(body, out, have, total, watchdog);
        }
        long size = Files.size(part);
        if (total >= 0 && size < total) {
            throw new OpenException(server + ": broke off after " + size / MIB + " of " + total / MIB + " MB of " + what
                    + "; the next start goes on from there");
        }
    }

    private void copy(InputStream body, OutputStream out, long have, long total, Watchdog watchdog)
            throws IOException, OpenException {
        byte[] block = new byte[BLOCK];
        long start = System.nanoTime();
        long received = 0;
        while (true) {
            int read;
            try {
                read = body.read(block);
            } catch (IOException e) {
                throw ended(watchdog, e, have + received);
            }
            if (read < 0) {
                if (watchdog.fired()) {
                    throw ended(watchdog, new IOException("closed"), have + received);
                }
                return;
            }
            watchdog.alive();
            out.write(block, 0, read);
            received += read;
            if (have + received > most) {
                check(have + received);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            progress.report(words(have + received, total, received / Math.max(seconds, 0.001)), have + received, total);
        }
    }

    private OpenException ended(Watchdog watchdog, IOException e, long have) {
        String kept = "; " + have / MIB + " MB are kept, and the next start goes on from there";
        if (watchdog.cancelled()) {
            return new OpenException(server + ": fetching " + what + " was cancelled" + kept, e);
        }
        return new OpenException(
                server
                        + (watchdog.fired()
                                ? ": sent nothing of " + what + " for " + patience.toSeconds() + " s"
                                : ": broke off while sending " + what)
                        + kept,
                e);
    }

    private String words(long done, long total, double rate) {
        return String.format(
                Locale.ROOT,
                "fetching %s: %d%s MB, %.1f MB/s",
                what,
                done / MIB,
                total > 0 ? " of " + total / MIB : "",
                rate / MIB);
    }

    private void check(long size) throws OpenException {
        if (size > most) {
            throw new OpenException(server + ": " + what + " has " + (size / MIB) + " MB, more than the limit of "
                    + most / MIB + " MB; --set debuginfod-limit=" + (size / MIB / 1024 + 1) + "g raises it");
        }
    }

    /** Returns where a piece begins, from {@code Content-Range: bytes FIRST-LAST/TOTAL}. */
    private static long start(HttpHeaders headers) {
        String range = headers.firstValue("Content-Range").orElse("");
        int dash = range.indexOf('-');
        return range.startsWith("bytes ") && dash > 6 ? number(range.substring(6, dash)) : -1;
    }

    private static long total(HttpHeaders headers, long have) {
        String range = headers.firstValue("Content-Range").orElse("");
        int slash = range.indexOf('/');
        if (slash >= 0) {
            return number(range.substring(slash + 1));
        }
        OptionalLong length = headers.firstValueAsLong("Content-Length");
        // debuginfod tells the size of a file that it sends in chunks in a header of its own.
        OptionalLong stated = length.isPresent() ? length : headers.firstValueAsLong("X-DEBUGINFOD-SIZE");
        return stated.isPresent() ? have + stated.getAsLong() : -1;
    }

    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
