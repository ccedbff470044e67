package dev.inquest.api.image;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A file, mapped read-only. Who goes over a large one would have all of it counted as memory of the process; therefore the pages of the mapping
 * are given back each time that some 96 MiB of it may have been touched. They stay in the system's cache of files, and coming back to one costs
 * little.
 */
public final class MappedFile implements ByteSource {
    /** What the system maps around a page that is touched, on Linux ({@code fault_around_bytes}). */
    private static final int BLOCK_SHIFT = 16;

    private static final int MOST_BLOCKS = 1536;

    private final String name;
    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;
    private final AtomicInteger touched = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The block that was asked for last, by any thread; wrong values cost nothing but a page fault. */
    private long lastBlock = -1;

    private @Nullable FileHoles holes;

    private MappedFile(String name, Path path, Arena arena, MemorySegment bytes) {
        this.name = name;
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
    }

    /**
     * Maps a file.
     *
     * @param name for messages
     * @param path where it is
     * @throws IOException when it cannot be read; the message is the system's
     */
    public static MappedFile open(String name, Path path) throws IOException {
        Arena arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return new MappedFile(
                    name, path, arena, channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena));
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
        long block = offset >>> BLOCK_SHIFT;
        if (block != lastBlock) {
            lastBlock = block;
            int count = touched.incrementAndGet();
            if (count >= MOST_BLOCKS && touched.compareAndSet(count, 0)) {
                SystemCalls.giveBack(bytes);
            }
        }
        return bytes.asSlice(offset, length);
    }

    @Override
    public synchronized long zerosEnd(long offset) {
        if (closed.get()) {
            return offset;
        }
        if (holes == null) {
            holes = new FileHoles(path);
        }
        return Math.min(size(), holes.end(offset));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            arena.close();
            synchronized (this) {
                if (holes != null) {
                    holes.close();
                }
            }
        }
    }
}
