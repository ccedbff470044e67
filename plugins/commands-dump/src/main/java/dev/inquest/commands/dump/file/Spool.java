package dev.inquest.commands.dump.file;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.progress.Progress;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** A dump from standard input, kept in a file as long as it is worked on: its pages are read in any order, and more than once. */
public final class Spool implements AutoCloseable {
    private static final int PIECE = 1 << 20;

    private final Path file;
    private final Thread hook;

    private Spool(Path file) {
        this.file = file;
        this.hook = new Thread(this::discard, "inquest-discard");
    }

    /**
     * Copies standard input to a file.
     *
     * @param folder where; null for the system's folder for such files
     */
    public static Spool standardInput(@Nullable Path folder, Progress progress) throws CommandException {
        Path place = folder == null ? Path.of(System.getProperty("java.io.tmpdir", "/tmp")) : folder;
        Spool spool = null;
        boolean done = false;
        try (InputStream in = new FileInputStream(FileDescriptor.in)) {
            spool = new Spool(Files.createTempFile(place, ".inquest-", ".spool"));
            Runtime.getRuntime().addShutdownHook(spool.hook);
            spool.copy(in, progress);
            done = true;
            return spool;
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words("standard input, kept in " + place, e));
        } catch (IllegalStateException e) {
            throw CommandException.failed("the program is ending");
        } finally {
            if (spool != null && !done) {
                spool.close();
            }
        }
    }

    private void copy(InputStream in, Progress progress) throws IOException, CommandException {
        byte[] piece = new byte[PIECE];
        long bytes = 0;
        try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
            for (int got = in.read(piece); got >= 0; got = in.read(piece)) {
                if (progress.cancelled()) {
                    throw CommandException.failed("stopped; nothing was written");
                }
                out.write(piece, 0, got);
                bytes += got;
                progress.report("reading standard input into " + file, bytes, 0);
            }
        }
        if (bytes == 0) {
            throw CommandException.failed("standard input: is empty");
        }
    }

    /** Returns the file. */
    public Path file() {
        return file;
    }

    private void discard() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            // Whoever cleans the folder finds it.
        }
    }

    @Override
    public void close() {
        discard();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hooks are running.
        }
    }
}
