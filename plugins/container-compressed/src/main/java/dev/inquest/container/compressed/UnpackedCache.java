package dev.inquest.container.compressed;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
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
 * The folder of unpacked dumps: {@code $XDG_CACHE_HOME/inquest/unpacked}, or {@code ~/.cache/inquest/unpacked}. A dump holds
 * whatever the machine had in memory, so only its owner can read what lies there.
 *
 * <p>Together the files take at most 20 GB, or as much as {@code INQUEST_CACHE_MAX} says (bytes, or with K, M, G or T behind);
 * what was not used for longest goes first.
 *
 * @param folder where the files lie
 * @param limit bytes that they may take
 */
record UnpackedCache(Path folder, long limit) {
    private static final long DEFAULT_LIMIT = 20L << 30;
    private static final String PARTIAL = ".partial";
    private static final long FORGOTTEN_MILLIS = 24L * 3600 * 1000;

    static UnpackedCache ofUser(Map<String, String> environment) {
        String base = environment.get("XDG_CACHE_HOME");
        Path folder = base == null || base.isEmpty() || !Path.of(base).isAbsolute()
                ? Path.of(System.getProperty("user.home", "."), ".cache")
                : Path.of(base);
        return new UnpackedCache(
                folder.resolve("inquest").resolve("unpacked"), limit(environment.get("INQUEST_CACHE_MAX")));
    }

    static long limit(@Nullable String setting) {
        if (setting == null || setting.isBlank()) {
            return DEFAULT_LIMIT;
        }
        String text = setting.strip().toUpperCase(Locale.ROOT);
        int unit = "KMGT".indexOf(text.charAt(text.length() - 1));
        String digits = unit < 0 ? text : text.substring(0, text.length() - 1);
        try {
            long value = Long.parseLong(digits.strip());
            int shift = 10 * (unit + 1);
            return value < 0 || value > Long.MAX_VALUE >> shift ? DEFAULT_LIMIT : value << shift;
        } catch (NumberFormatException e) {
            return DEFAULT_LIMIT;
        }
    }

    /** Returns the finished file of a key, or null; using it makes it young again. */
    @Nullable
    Path find(String key) throws IOException {
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

    /** Makes an empty file to unpack into, which {@link #finish} gives its name. */
    Path begin(String key) throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path file = folder.resolve(key + "." + ProcessHandle.current().pid() + "." + System.nanoTime() + PARTIAL);
        return Files.createFile(
                file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    Path finish(Path partial, String key) throws IOException {
        Path file = folder.resolve(key);
        Files.move(partial, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        trim(file);
        return file;
    }

    /** Returns how many bytes can still be written to the folder. */
    long free() throws IOException {
        FileStore store = Files.getFileStore(folder);
        return store.getUsableSpace();
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
