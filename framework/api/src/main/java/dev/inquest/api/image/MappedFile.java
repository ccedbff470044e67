package dev.inquest.api.image;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A file, mapped read-only. Who goes over a large one would have all of it counted as memory of the process; therefore the pages of the mapping
 * are given back each time that some 192 MiB of it may have been touched. They stay in the system's cache of files, and coming back to one costs
 * little.
 */
public final class MappedFile implements ByteSource {
    /** The most that the system maps when a page is touched: a huge page, when it keeps the file in such. */
    private static final int BLOCK_SHIFT = 21;

    private static final int MOST_BLOCKS = 96;

    private final String name;
    private final Path path;
    private final Arena arena;
    private final MemorySegment bytes;
    /** A bit for each block that was asked for since pages were given back. */
    private final long[] touched;

    private int touchedCount;
    private final AtomicBoolean closed = new AtomicBoolean();
    /** The block that was asked for last, by any thread; wrong values cost nothing but a page fault. */
    private long lastBlock = -1;

    private @Nullable FileHoles holes;

    private MappedFile(String name, Path path, Arena arena, MemorySegment bytes) {
        this.name = name;
        this.path = path;
        this.arena = arena;
        this.bytes = bytes;
        this.touched = new long[(int) (bytes.byteSize() >>> BLOCK_SHIFT + 6) + 1];
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
            touch(block);
        }
        return bytes.asSlice(offset, length);
    }

    private void touch(long block) {
        int word = (int) Math.clamp(block >>> 6, 0, touched.length - 1);
        long bit = 1L << block;
        // Without the lock this may be a moment old; then a block goes uncounted until it is asked for again.
        if ((touched[word] & bit) != 0) {
            return;
        }
        synchronized (touched) {
            if ((touched[word] & bit) != 0) {
                return;
            }
            if (++touchedCount >= MOST_BLOCKS) {
                SystemCalls.giveBack(bytes);
                Arrays.fill(touched, 0);
                touchedCount = 1;
            }
            touched[word] |= bit;
        }
    }

    /**
     * Gives the pages of the mapping back, whatever was touched of it: for those who go over much of a slice that they keep, which nothing else
     * notices.
     *
     * @return whether the file is still open
     */
    public boolean giveBack() {
        synchronized (touched) {
            if (closed.get()) {
                return false;
            }
            SystemCalls.giveBack(bytes);
            Arrays.fill(touched, 0);
            touchedCount = 0;
            return true;
        }
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
            synchronized (touched) {
                arena.close();
            }
            synchronized (this) {
                if (holes != null) {
                    holes.close();
                }
            }
        }
    }
}
