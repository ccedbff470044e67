package dev.inquest.core.open;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/** A file, mapped read-only. */
final class MappedFile implements ByteSource {
    private final String name;
    private final MemorySegment bytes;
    private final Arena arena;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MappedFile(String name, MemorySegment bytes, Arena arena) {
        this.name = name;
        this.bytes = bytes;
        this.arena = arena;
    }

    /** Maps a file, or says in one line why not. */
    static MappedFile open(Path path) throws OpenException {
        if (Files.isDirectory(path)) {
            throw new OpenException(path + ": is a directory");
        }
        if (!Files.exists(path)) {
            throw new OpenException(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new OpenException(path + ": is not a regular file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size == 0) {
                throw new OpenException(path + ": is empty");
            }
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
            return new MappedFile(path.toString(), bytes, arena);
        } catch (AccessDeniedException e) {
            arena.close();
            throw new OpenException(path + ": permission denied", e);
        } catch (IOException e) {
            arena.close();
            throw new OpenException(path + ": cannot be read: " + e.getMessage(), e);
        } catch (OpenException e) {
            arena.close();
            throw e;
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
