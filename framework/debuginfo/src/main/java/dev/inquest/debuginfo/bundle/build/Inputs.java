package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The files that a bundle is made of. A module in a folder that cannot be used is left out, and that is said; one that was named must be usable. Safe for use by
 * many threads.
 */
final class Inputs {
    private static final int ROOM = 256;

    private final Path kernel;
    private final List<Path> modules;
    private final Set<Path> named;
    private final MappedFiles files;
    private final Unpacking unpacking;
    private final List<String> remarks;
    private final Set<Path> refused = new HashSet<>();
    /** What the threads read at one time, in MiB; the largest module alone has 340, of which relocations are applied to a copy. */
    private final Semaphore room = new Semaphore(ROOM, true);

    /**
     * The files.
     *
     * @param kernel the vmlinux
     * @param modules all modules
     * @param named those that were given by name
     * @param files maps files
     * @param unpacking unpacks packed ones
     * @param remarks gets what is left out
     */
    Inputs(
            Path kernel,
            List<Path> modules,
            List<Path> named,
            MappedFiles files,
            Unpacking unpacking,
            List<String> remarks) {
        this.kernel = kernel;
        this.modules = modules;
        this.named = Set.copyOf(named);
        this.files = files;
        this.unpacking = unpacking;
        this.remarks = remarks;
    }

    Path kernel() {
        return kernel;
    }

    List<Path> modules() {
        return modules;
    }

    /** Opens the kernel. */
    Input open() throws OpenException {
        return Input.open(kernel, files, unpacking);
    }

    /** What is done with a module. */
    interface Work {
        void on(Input module) throws OpenException;
    }

    /** Opens a module, has work done on it and closes it; a module that cannot be used is left out. */
    void module(Path path, Work work) throws OpenException {
        int large = (int) Math.clamp(size(path) >>> 20, 1, ROOM);
        room.acquireUninterruptibly(large);
        try (Input input = open(path)) {
            if (input != null) {
                work.on(input);
            }
        } finally {
            room.release(large);
        }
    }

    private @Nullable Input open(Path path) throws OpenException {
        try {
            return Input.open(path, files, unpacking);
        } catch (OpenException e) {
            if (named.contains(path)) {
                throw e;
            }
            synchronized (refused) {
                if (refused.add(path)) {
                    remarks.add("left out: " + e.getMessage());
                }
            }
            return null;
        }
    }

    /** Returns the bytes of a file. */
    long size(Path path) {
        try {
            return Files.size(path);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the bytes of all files. */
    long size() {
        return size(kernel) + modules.stream().mapToLong(this::size).sum();
    }
}
