package dev.inquest.container.compressed;

import dev.inquest.api.cache.UserCache;
import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Unpacks one file. Blocks of zeros become holes of the file, so that they take no room on the disk. */
final class Unpacker {
    private static final int BLOCK = 1 << 16;
    private static final long CHECK_SPACE_EVERY = 256L << 20;
    /** What is left free for others on the disk. */
    private static final long RESERVE = 128L << 20;

    private final ByteSource source;
    private final Packing packing;
    private final Progress progress;
    private final byte[] block = new byte[BLOCK];
    private final MemorySegment zeros = MemorySegment.ofArray(new byte[BLOCK]);

    Unpacker(ByteSource source, Packing packing, Progress progress) {
        this.source = source;
        this.packing = packing;
        this.progress = progress;
    }

    /**
     * Unpacks as much as can be unpacked.
     *
     * @throws IOException when the file cannot be written
     * @throws OpenException when nothing at all comes out, the disk is too small, or the user cancelled
     */
    void unpackTo(Path file, UserCache cache) throws IOException, OpenException {
        try (SourceStream packed = new SourceStream(source);
                FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
            long written = 0;
            long nextCheck = 0;
            String damage = "no data inside";
            try (InputStream unpacked = openStream(packed)) {
                while (true) {
                    if (written >= nextCheck) {
                        checkSpace(cache);
                        nextCheck = written + CHECK_SPACE_EVERY;
                    }
                    Filled filled = fill(unpacked);
                    write(out, written, filled.size());
                    written += filled.size();
                    if (filled.end()) {
                        damage = filled.damage();
                        break;
                    }
                    progress.report("unpacking " + source.name(), packed.position(), source.size());
                    if (progress.cancelled()) {
                        throw new OpenException(source.name() + ": unpacking was cancelled");
                    }
                }
            }
            if (written == 0) {
                throw new OpenException(source.name() + ": the " + packing.program() + " file is damaged (" + damage
                        + "); copy it again");
            }
            if (out.size() < written) {
                out.write(ByteBuffer.wrap(new byte[1]), written - 1);
            }
        }
    }

    private InputStream openStream(InputStream packed) throws OpenException {
        try {
            return packing.unpack(packed);
        } catch (IOException e) {
            throw new OpenException(
                    source.name() + ": the " + packing.program() + " file is damaged (" + e.getMessage()
                            + "); copy it again",
                    e);
        } catch (LinkageError e) {
            throw new OpenException(
                    source.name() + ": " + packing.program() + " cannot be unpacked here; unpack it first: "
                            + packing.program() + " -d",
                    e);
        }
    }

    /** How much of a block was read, whether it is the last one, and what ended it. */
    private record Filled(int size, boolean end, String damage) {}

    private Filled fill(InputStream unpacked) {
        int size = 0;
        try {
            while (size < BLOCK) {
                int read = unpacked.read(block, size, BLOCK - size);
                if (read < 0) {
                    return new Filled(size, true, "no data inside");
                }
                size += read;
            }
        } catch (IOException e) {
            String message = e.getMessage();
            return new Filled(size, true, message == null ? "not well-formed" : message);
        }
        return new Filled(size, false, "");
    }

    private void write(FileChannel out, long position, int size) throws IOException {
        if (MemorySegment.mismatch(MemorySegment.ofArray(block), 0, size, zeros, 0, size) < 0) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(block, 0, size);
        long at = position;
        while (buffer.hasRemaining()) {
            at += out.write(buffer, at);
        }
    }

    private void checkSpace(UserCache cache) throws IOException, OpenException {
        long free = cache.free();
        if (free < CHECK_SPACE_EVERY + RESERVE) {
            throw new OpenException(source.name() + ": not enough room in " + cache.folder() + " to unpack it ("
                    + (free >> 20) + " MiB free); set XDG_CACHE_HOME to a folder with more room, or unpack it first: "
                    + packing.program() + " -d");
        }
    }
}
