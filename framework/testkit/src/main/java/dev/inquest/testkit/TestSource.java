package dev.inquest.testkit;

import dev.inquest.api.image.ByteSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A byte source over an array or a mapped file that remembers whether it was closed. */
public final class TestSource implements ByteSource {
    private final String name;
    private final MemorySegment bytes;
    private final Arena arena;
    private volatile boolean closed;

    private TestSource(String name, MemorySegment bytes, Arena arena) {
        this.name = name;
        this.bytes = bytes.asReadOnly();
        this.arena = arena;
    }

    /** Makes a source over bytes that must not change any more. */
    public static TestSource of(String name, byte[] bytes) {
        return new TestSource(name, MemorySegment.ofArray(bytes), Arena.ofShared());
    }

    /** Maps a file. */
    public static TestSource of(Path file) {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            MemorySegment bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
            return new TestSource(file.toString(), bytes, arena);
        } catch (IOException e) {
            arena.close();
            throw new UncheckedIOException(e);
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

    /** Returns whether {@link #close} was called. */
    public boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            arena.close();
        }
    }
}
