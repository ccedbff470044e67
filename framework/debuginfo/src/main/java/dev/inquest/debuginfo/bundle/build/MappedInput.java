package dev.inquest.debuginfo.bundle.build;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that a bundle is made of, mapped read-only. */
final class MappedInput implements ByteSource {
    private final Path path;
    private final MemorySegment bytes;
    private final Arena arena;

    private MappedInput(Path path, MemorySegment bytes, Arena arena) {
        this.path = path;
        this.bytes = bytes;
        this.arena = arena;
    }

    static MappedInput open(Path path) throws OpenException {
        if (!Files.exists(path)) {
            throw new OpenException(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new OpenException(path + ": is not a regular file");
        }
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path)) {
            return new MappedInput(path, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), arena);
        } catch (IOException e) {
            arena.close();
            throw new OpenException(path + ": cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return path.toString();
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
        arena.close();
    }
}
