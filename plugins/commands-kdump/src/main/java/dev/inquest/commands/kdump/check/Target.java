package dev.inquest.commands.kdump.check;

import dev.inquest.commands.kdump.check.Outcome.State;
import dev.inquest.commands.kdump.lint.Destination;
import dev.inquest.commands.kdump.reserve.Sizes;
import dev.inquest.commands.kdump.tree.MachineFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where the dump goes, and whether there is room for it. */
public final class Target {
    private static final String KDUMP_CONF = "etc/kdump.conf";
    private static final String DEBIAN = "etc/default/kdump-tools";
    private static final String SUSE = "etc/sysconfig/kdump";
    private static final String MEMINFO = "proc/meminfo";
    private static final List<String> DF =
            List.of("sos_commands/filesys/df_-al_-x_autofs", "sos_commands/filesys/df_-al", "df");

    private final MachineFiles files;
    private final @Nullable Path root;
    private final String folder;
    private final String remote;
    private final boolean network;
    private final int level;

    private Target(MachineFiles files, @Nullable Path root) {
        this.files = files;
        this.root = root;
        Destination destination = destination(files);
        this.folder = destination.folder();
        this.remote = destination.target();
        this.network = destination.remote();
        this.level = destination.level();
    }

    /** Returns the files that are looked at. */
    public static Set<String> paths() {
        Set<String> paths = new java.util.TreeSet<>(Set.of(KDUMP_CONF, DEBIAN, SUSE, MEMINFO));
        paths.addAll(DF);
        return paths;
    }

    /**
     * Answers the questions.
     *
     * @param files the machine's files
     * @param root the folder of the running machine's root, whose free space can be asked for; null for a copy
     */
    public static List<Outcome> of(MachineFiles files, @Nullable Path root) {
        Target target = new Target(files, root);
        return List.of(target.reachable(), target.room());
    }

    private static Destination destination(MachineFiles files) {
        if (files.has(KDUMP_CONF)) {
            return Destination.ofKdumpConf(files.lines(KDUMP_CONF));
        }
        if (files.has(DEBIAN)) {
            return Destination.ofDebian(files.lines(DEBIAN));
        }
        return Destination.ofSuse(files.lines(SUSE));
    }

    private Outcome reachable() {
        String question = "dump target";
        if (!files.has(KDUMP_CONF) && !files.has(DEBIAN) && !files.has(SUSE)) {
            return new Outcome(
                    question,
                    State.NOT_KNOWN,
                    "neither kdump.conf, kdump-tools nor sysconfig/kdump is at hand",
                    "inquest kdump lint");
        }
        if (remote.isEmpty()) {
            return new Outcome(question, State.READY, folder + " on the machine itself", "");
        }
        return network
                ? new Outcome(
                        question,
                        State.NOT_KNOWN,
                        remote + ": whether the capture kernel reaches it shows only a test",
                        remote.startsWith("ssh")
                                ? "kdumpctl propagate (Debian: kdump-config propagate)"
                                : "kdump-config test; mount it by hand")
                : new Outcome(question, State.READY, remote + ", in " + folder, "");
    }

    /** Returns the bytes that a dump of this level has at most, uncompressed, as meminfo has the memory divided now; -1 if not known. */
    long dumpSize() {
        Map<String, Long> memory = new HashMap<>();
        for (String line : files.lines(MEMINFO)) {
            String[] words = line.split("[:\\s]+");
            if (words.length >= 2 && words[1].matches("\\d{1,15}")) {
                memory.put(words[0], Long.parseLong(words[1]) << 10);
            }
        }
        Long total = memory.get("MemTotal");
        if (total == null) {
            return -1;
        }
        long size = total;
        size -= (level & 16) != 0 ? memory.getOrDefault("MemFree", 0L) : 0;
        size -= (level & 6) != 0 ? memory.getOrDefault("Cached", 0L) + memory.getOrDefault("Buffers", 0L) : 0;
        size -= (level & 8) != 0 ? memory.getOrDefault("AnonPages", 0L) : 0;
        return Math.max(size, 0);
    }

    private Outcome room() {
        String question = "room for a dump";
        long size = dumpSize();
        long free = freeSpace();
        String needed = size < 0
                ? ""
                : "a dump of level " + level + " taken now has at most " + Sizes.words(size)
                        + " before it is compressed";
        if (!remote.isEmpty()) {
            return new Outcome(
                    question,
                    State.NOT_KNOWN,
                    (needed.isEmpty() ? "" : needed + "; ") + "the target's room must be asked there",
                    "df -h, on the target");
        }
        if (free < 0 || size < 0) {
            return new Outcome(
                    question,
                    State.NOT_KNOWN,
                    needed.isEmpty() ? "meminfo is not at hand" : needed + "; the free space is not known",
                    "df -h " + folder);
        }
        String detail = needed + "; " + folder + " has " + Sizes.words(free) + " free";
        return free >= size
                ? new Outcome(question, State.READY, detail, "")
                : new Outcome(
                        question,
                        free * 3 >= size ? State.TAKE_CARE : State.NOT_READY,
                        detail,
                        "rm old dumps in " + folder + ", or another target");
    }

    private long freeSpace() {
        if (root != null) {
            Path place = root.resolve(folder.replaceFirst("^/+", ""));
            while (place != null && !Files.exists(place)) {
                place = place.getParent();
            }
            try {
                return place == null ? -1 : Files.getFileStore(place).getUsableSpace();
            } catch (IOException e) {
                return -1;
            }
        }
        long free = -1;
        int longest = -1;
        for (String path : DF) {
            for (String line : files.lines(path)) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 6 && words[3].matches("\\d{1,15}")) {
                    String mount = words[5];
                    boolean over = mount.equals("/") || folder.equals(mount) || folder.startsWith(mount + "/");
                    if (over && mount.length() > longest) {
                        longest = mount.length();
                        free = Long.parseLong(words[3]) << 10;
                    }
                }
            }
        }
        return free;
    }
}
