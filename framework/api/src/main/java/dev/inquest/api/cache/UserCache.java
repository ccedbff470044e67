package dev.inquest.api.cache;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A folder of files that can be made again: {@code $XDG_CACHE_HOME/inquest/NAME}, or {@code ~/.cache/inquest/NAME}. Only its owner can read
 * what lies there. Safe for use by many processes at once: a file is written under a name of its own and takes its place when it is whole;
 * one that is removed while it is used lives on for its users.
 *
 * <p>Together the files take at most a number of bytes, or as much as {@code INQUEST_CACHE_MAX} says (bytes, or with K, M, G or T behind);
 * what was not used for longest goes first.
 *
 * @param folder where the files lie
 * @param limit bytes that they may take
 */
public record UserCache(Path folder, long limit) {
    private static final String PARTIAL = ".partial";
    private static final long FORGOTTEN_MILLIS = 24L * 3600 * 1000;

    /**
     * Returns the user's cache of a kind of files.
     *
     * @param environment the environment's variables
     * @param name name of its folder
     * @param limit bytes that its files may take where the user says nothing
     */
    public static UserCache of(Map<String, String> environment, String name, long limit) {
        String base = environment.get("XDG_CACHE_HOME");
        Path folder = base == null || base.isEmpty() || !Path.of(base).isAbsolute()
                ? Path.of(System.getProperty("user.home", "."), ".cache")
                : Path.of(base);
        return new UserCache(
                folder.resolve("inquest").resolve(name), bytes(environment.get("INQUEST_CACHE_MAX"), limit));
    }

    /** Returns the bytes that a setting says, or {@code otherwise} where it says nothing or nonsense. */
    public static long bytes(@Nullable String setting, long otherwise) {
        if (setting == null || setting.isBlank()) {
            return otherwise;
        }
        String text = setting.strip().toUpperCase(Locale.ROOT);
        int unit = "KMGT".indexOf(text.charAt(text.length() - 1));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        try {
            long value = Long.parseLong(digits.strip());
            int shift = 10 * (unit + 1);
            return value < 0 || value > Long.MAX_VALUE >> shift ? otherwise : value << shift;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** Returns the finished file of a key, or null; using it makes it young again. */
    public @Nullable Path find(String key) throws IOException {
        Path file = folder.resolve(key);
        if (!Files.isRegularFile(file)) {
            return null;
        }
        try {
            Files.setLastModifiedTime(file, FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            return file; // somebody else's or read-only: it can be used all the same
        }
        return file;
    }

    /** Makes an empty file to write to, which {@link #finish} gives its name. */
    public Path begin(String key) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve(key + "." + ProcessHandle.current().pid() + "." + System.nanoTime() + PARTIAL);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /** Gives a file that {@link #begin} made its name, in place of what had it, and removes old files where there are too many. */
    public Path finish(Path partial, String key) throws IOException {
        Path file = folder.resolve(key);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        trim(file);
        return file;
    }

    /** Returns how many bytes can still be written to the folder. */
    public long free() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    private void trim(Path keep) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isRegularFile(file)) {
                    entries.add(new Entry(
                            file,
                            Files.size(file),
                            Files.getLastModifiedTime(file).toMillis()));
                }
            }
        }
        entries.sort(Comparator.comparingLong(Entry::used));
        long total = 0;
        for (Entry entry : entries) {
            total += entry.size();
        }
        long now = System.currentTimeMillis();
        for (Entry entry : entries) {
            boolean partial = entry.file().toString().endsWith(PARTIAL);
            boolean old = partial && now - entry.used() > FORGOTTEN_MILLIS;
            if (old || total > limit && !partial && !entry.file().equals(keep)) {
                Files.deleteIfExists(entry.file());
                total -= entry.size();
            }
        }
    }

    private record Entry(Path file, long size, long used) {}
}
