package dev.inquest.commands.dump.file;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.image.ByteSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file as it is, mapped read-only. */
public final class FileSource implements ByteSource {
    private final String name;
    private final MemorySegment bytes;
    private final Arena arena;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileSource(String name, MemorySegment bytes, Arena arena) {
        this.name = name;
        this.bytes = bytes;
        this.arena = arena;
    }

    /** Maps a file, or says in one line why not. */
    public static FileSource open(Path path) throws CommandException {
        if (!Files.exists(path)) {
            throw CommandException.failed(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw CommandException.failed(path + ": is not a regular file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new FileSource(
                    path.toString(), channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), arena);
        } catch (IOException e) {
            arena.close();
            throw CommandException.failed(path + ": cannot be read: "
                    + (e instanceof AccessDeniedException ? "permission denied" : e.getMessage()));
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return bytes.byteSize();
    }

    @Override
    public MemorySegment slice(long offset, long length) {
        return bytes.asSlice(offset, length);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            arena.close();
        }
    }
}
