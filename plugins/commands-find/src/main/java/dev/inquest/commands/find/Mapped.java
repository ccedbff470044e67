package dev.inquest.commands.find;

import dev.inquest.api.image.ByteSource;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;

/** A stretch of a file, mapped read-only. */
final class Mapped implements ByteSource {
    private final String name;
    private final MemorySegment bytes;
    private final Arena arena;

    private Mapped(String name, MemorySegment bytes, Arena arena) {
        this.name = name;
        this.bytes = bytes;
        this.arena = arena;
    }

    /** Maps a stretch; the channel may be closed afterwards. */
    static Mapped of(String name, FileChannel channel, long offset, long size) throws IOException {
        Arena arena = Arena.ofShared();
        try {
            return new Mapped(name, channel.map(FileChannel.MapMode.READ_ONLY, offset, size, arena), arena);
        } catch (IOException e) {
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
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }
}
