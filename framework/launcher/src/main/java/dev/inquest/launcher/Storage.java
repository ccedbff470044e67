package dev.inquest.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The framework's folder on disk, kept from run to run while the set of bundles stays the same. Processes that run at the same time get
 * different ones: each is locked by its user, and the lock goes with the process.
 */
final class Storage {
    private static final int MOST_AT_ONCE = 16;
    private static final int MOST_KEPT = 8;
    private static final String INDEX = "inquest.index";

    private final Path folder;
    private final boolean temporary;

    /** Held open for its lock, which goes with the process. */
    private final @Nullable FileChannel lock;

    private Storage(Path folder, boolean temporary, @Nullable FileChannel lock) {
        this.folder = folder;
        this.temporary = temporary;
        this.lock = lock;
    }

    /**
     * Takes a folder that nobody uses.
     *
     * @param cache where such folders are; made when missing
     * @param fingerprint of the set of bundles
     */
    static Storage take(Path cache, String fingerprint) throws IOException {
        Path parent = cache.resolve("bundles");
        String name = Integer.toHexString(fingerprint.hashCode());
        try {
            if (!Files.isDirectory(parent)) {
                Files.createDirectories(parent);
            }
            for (int i = 0; i < MOST_AT_ONCE; i++) {
                FileChannel lock = tryLock(parent.resolve(name + "-" + i + ".lock"));
                if (lock != null) {
                    return new Storage(parent.resolve(name + "-" + i), false, lock);
                }
            }
        } catch (IOException e) {
            // Not writable, or full: a temporary folder does as well.
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("inquest-" + ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime()));
        Files.createDirectory(temporary);
        return new Storage(temporary, true, null);
    }

    private static @Nullable FileChannel tryLock(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Another host in this very process has it.
        }
        channel.close();
        return null;
    }

    Path folder() {
        return folder;
    }

    /** Returns the file that describes the bundles in the folder; it exists when the folder is complete. */
    Path index() {
        return folder.resolve(INDEX);
    }

    boolean isTemporary() {
        return temporary;
    }

    /** Makes the next start read everything anew. */
    void invalidate() {
        try {
            Files.deleteIfExists(index());
        } catch (IOException e) {
            // The next start sees from the fingerprint that something was added.
            return;
        }
    }

    /** Lets others have the folder, and removes it when it is temporary. */
    void release() throws IOException {
        if (lock != null) {
            lock.close();
        }
        discard();
    }

    /** Removes a temporary folder. */
    void discard() {
        if (temporary) {
            delete(folder);
        }
    }

    /** Removes what earlier sets of bundles left behind, when that has become much. */
    void tidy() {
        Path parent = folder.getParent();
        if (temporary || parent == null) {
            return;
        }
        List<Path> locks = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(parent, "*.lock")) {
            files.forEach(locks::add);
        } catch (IOException e) {
            return;
        }
        if (locks.size() <= MOST_KEPT) {
            return;
        }
        for (Path file : locks) {
            removeUnused(parent, file);
        }
    }

    private static void removeUnused(Path parent, Path file) {
        try (FileChannel lock = tryLock(file)) {
            if (lock != null) {
                String name = String.valueOf(file.getFileName());
                delete(parent.resolve(name.substring(0, name.length() - ".lock".length())));
                // The lock file stays: another process may be about to lock it.
            }
        } catch (IOException e) {
            // It only takes space.
            return;
        }
    }

    static void delete(Path folder) {
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) throws IOException {
                    Files.delete(directory);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            // What cannot be removed only takes space.
            return;
        }
    }
}
