package dev.inquest.commands.dump.file;

import dev.inquest.api.image.DumpSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A dump as a file. It is written beside its final name as {@code .NAME.inquest-…}, brought to the disk, and gets its name only when it
 * is whole; whatever happens before, a signal included, leaves nothing behind.
 */
public final class FileSink implements DumpSink {
    private static final int LONGEST_NAME = 200;

    private final Target target;
    private final Path partial;
    private final FileChannel channel;
    private final Flusher flusher;
    private final Thread hook;
    private final long limit;
    private long end;
    private final AtomicBoolean over = new AtomicBoolean();

    /**
     * Begins a file.
     *
     * @param target its place
     * @param limit the largest size in bytes
     * @throws IOException when it cannot be made
     */
    public FileSink(Target target, long limit) throws IOException {
        this.target = target;
        this.limit = limit;
        String name = String.valueOf(target.file().getFileName());
        name = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        this.partial = target.folder()
                .resolve("." + name + ".inquest-"
                        + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        this.hook = new Thread(this::discard, "inquest-discard");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            throw new IOException("the program is ending", e);
        }
        boolean open = false;
        try {
            this.channel = open(partial);
            this.flusher = new Flusher(channel);
            open = true;
        } finally {
            if (!open) {
                forgetHook();
            }
        }
    }

    /** Makes the file, which has all the secrets of a machine, for its owner alone. */
    private static FileChannel open(Path path) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE, StandardOpenOption.SPARSE);
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        return posix
                ? FileChannel.open(
                        path,
                        options,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : FileChannel.open(path, options);
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        if (offset + bytes.remaining() > limit) {
            throw new LimitException(limit);
        }
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        flusher.wrote(at - offset);
    }

    @Override
    public void writeZeros(long offset, long length) throws IOException {
        if (offset + length > limit) {
            throw new LimitException(limit);
        }
        // Nobody writes twice where zeros go; a hole reads as zeros.
        end = Math.max(end, offset + length);
    }

    @Override
    public void finish() throws IOException {
        if (channel.size() < end) {
            channel.write(ByteBuffer.wrap(new byte[1]), end - 1);
        }
        flusher.finish();
        channel.force(true);
        channel.close();
        if (!over.compareAndSet(false, true)) {
            throw new IOException("the program is ending");
        }
        try {
            publish();
            syncFolder();
        } finally {
            Files.deleteIfExists(partial);
            forgetHook();
        }
    }

    private void publish() throws IOException {
        if (target.force()) {
            try {
                Files.move(partial, target.file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(partial, target.file(), StandardCopyOption.REPLACE_EXISTING);
            }
            return;
        }
        try {
            // A link, unlike a renaming, does not replace what appeared there meanwhile.
            Files.createLink(target.file(), partial);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            // File systems without hard links.
            Files.move(partial, target.file());
        }
    }

    /** Brings the new name to the disk too, where folders can be opened. */
    private void syncFolder() {
        try (FileChannel folder = FileChannel.open(target.folder(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            // Not on this system.
        }
    }

    @Override
    public void close() throws IOException {
        flusher.close();
        channel.close();
        if (over.compareAndSet(false, true)) {
            Files.deleteIfExists(partial);
            forgetHook();
        }
    }

    /** Runs when the process is ending: the name goes at once, the bytes with whoever still writes. */
    private void discard() {
        if (over.compareAndSet(false, true)) {
            try {
                Files.deleteIfExists(partial);
            } catch (IOException e) {
                // Nobody is left to tell.
            }
        }
    }

    private void forgetHook() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The hooks are running.
        }
    }
}
