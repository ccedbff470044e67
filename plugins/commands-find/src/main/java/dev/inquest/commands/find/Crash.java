package dev.inquest.commands.find;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dump with all its parts and what is known of it.
 *
 * @param parts where its files are, the first one first
 * @param size bytes of all of them together, as they are there
 * @param packed whether it is compressed as a whole
 * @param headers what its headers tell, or null
 * @param log the log beside it, or null
 * @param inside what the kernel in it tells, or null when it was not opened
 * @param layouts what the dump tells of layouts by itself, which may be known from another dump of the build; null when that is not known
 * @param problem why it cannot be read, or null
 */
record Crash(
        List<Place> parts,
        long size,
        boolean packed,
        @Nullable Headers headers,
        Found.@Nullable Log log,
        @Nullable Inside inside,
        Inside.@Nullable Layouts layouts,
        @Nullable String problem) {

    Place place() {
        return parts.getFirst();
    }

    @Nullable
    String release() {
        String release = headers == null ? null : headers.release();
        if (release == null && inside != null) {
            release = inside.release();
        }
        return release == null && log != null ? log.look().release() : release;
    }

    @Nullable
    String architecture() {
        String architecture = inside == null ? null : inside.architecture();
        return architecture == null && headers != null ? headers.architecture() : architecture;
    }

    @Nullable
    String buildId() {
        String id = headers == null ? null : headers.buildId();
        return id == null && inside != null ? inside.buildId() : id;
    }

    @Nullable
    String host() {
        String host = headers == null ? null : headers.host();
        if (host == null && inside != null) {
            host = inside.host();
        }
        return host == null ? Names.host(place().folderName()) : host;
    }

    /** Returns when it crashed, in seconds since 1970, or 0. */
    long crashSeconds() {
        long seconds = headers == null ? 0 : headers.crashSeconds();
        return seconds == 0 && inside != null ? inside.crashSeconds() : seconds;
    }

    /** Returns the time in the names of folder or file, in an unknown zone, or null. */
    @Nullable
    String namedTime() {
        String time = Names.time(place().folderName());
        return time == null ? Names.time(place().name()) : time;
    }

    @Nullable
    String panic() {
        String panic = log == null ? null : log.look().panic();
        return panic == null && inside != null ? inside.panic() : panic;
    }

    /** Returns where the panic line was read, or null. */
    @Nullable
    String panicFrom() {
        if (log != null && log.look().panic() != null) {
            return log.place().name();
        }
        return inside != null && inside.panic() != null ? "the log in the dump" : null;
    }

    /** Returns whether all is there; null when that cannot be told. */
    @Nullable
    Boolean complete() {
        if (problem != null || Names.incomplete(place().name())) {
            return false;
        }
        return headers == null || parts.size() > 1 && place().archived() ? null : headers.complete();
    }
}
