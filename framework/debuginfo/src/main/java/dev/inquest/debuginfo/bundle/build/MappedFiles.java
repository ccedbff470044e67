package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.MappedFile;
import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Mapped files whose pages are given back five times a second. Debug information is read all over the place: what is mapped of it would count as
 * memory of the process, which is 600 MB for a distribution's vmlinux.
 */
final class MappedFiles implements AutoCloseable {
    private static final long INTERVAL_MILLIS = 200;

    private final Set<MappedFile> open = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean ended;

    MappedFiles() {
        thread = Thread.ofPlatform().name("layout build memory").daemon().start(this::run);
    }

    private void run() {
        while (!ended) {
            try {
                Thread.sleep(INTERVAL_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
            open.removeIf(file -> !file.giveBack());
        }
    }

    /** Maps a file. */
    MappedFile open(Path path) throws OpenException {
        if (!Files.exists(path)) {
            throw new OpenException(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new OpenException(path + ": is not a regular file");
        }
        try {
            MappedFile file = MappedFile.open(path.toString(), path);
            open.add(file);
            return file;
        } catch (IOException e) {
            throw new OpenException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        ended = true;
        thread.interrupt();
    }
}
