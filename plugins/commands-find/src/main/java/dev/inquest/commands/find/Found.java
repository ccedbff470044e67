package dev.inquest.commands.find;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything that was come across, before it is put together. */
final class Found {
    private final List<Dump> dumps = new ArrayList<>();
    private final List<Debug> debug = new ArrayList<>();
    private final Map<String, List<Log>> logs = new TreeMap<>();

    /**
     * A dump, or a part of one.
     *
     * @param place where it is
     * @param size bytes of the file as it is there
     * @param packed whether it is compressed as a whole
     * @param mark what it shares with other parts of one dump, or null
     * @param headers what its headers tell, where they were read on the way; null for a file that is to be opened
     * @param problem why its headers cannot be read, or null
     */
    record Dump(
            Place place,
            long size,
            boolean packed,
            @Nullable String mark,
            @Nullable Headers headers,
            @Nullable String problem) {}

    /** What debug information comes in. */
    enum Kind {
        VMLINUX("vmlinux"),
        LAYOUT("layout bundle"),
        PACKAGE("debug package");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }
    }

    /**
     * A file with debug information of a kernel.
     *
     * @param kind what it is
     * @param place where it is
     * @param size bytes
     * @param buildId its build ID, or null where that was not told
     * @param release its release, or null; of packages and packed files by their names
     */
    record Debug(
            Kind kind,
            Place place,
            long size,
            @Nullable String buildId,
            @Nullable String release) {}

    /**
     * A kernel log that was saved as text.
     *
     * @param place where it is
     * @param look what it says
     */
    record Log(Place place, LogLook look) {}

    void add(Dump dump) {
        dumps.add(dump);
    }

    void add(Debug file) {
        debug.add(file);
    }

    void add(Log log) {
        logs.computeIfAbsent(log.place.folder(), _ -> new ArrayList<>()).add(log);
    }

    List<Dump> dumps() {
        return dumps;
    }

    List<Debug> debug() {
        return debug;
    }

    /** Returns the logs by the folders that they lie in. */
    Map<String, List<Log>> logs() {
        return logs;
    }
}
