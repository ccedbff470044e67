package dev.inquest.testkit;

import dev.inquest.api.image.DumpSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Where a dump is written in memory. It can be too small, as a disk is. */
public final class MemorySink implements DumpSink {
    private final long room;
    private byte[] bytes = {};
    private int end;
    private boolean finished;
    private boolean closed;

    /** Makes a sink that takes everything. */
    public MemorySink() {
        this(Integer.MAX_VALUE);
    }

    /**
     * Makes a sink that is full at an offset.
     *
     * @param room in bytes; what goes beyond cannot be written
     */
    public MemorySink(long room) {
        this.room = room;
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        if (closed || finished) {
            throw new IllegalStateException("written to after its end");
        }
        if (offset + source.remaining() > room) {
            throw new IOException("No space left on device");
        }
        int last = Math.toIntExact(offset + source.remaining());
        if (last > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(last, bytes.length + (bytes.length >> 1)));
        }
        source.get(bytes, (int) offset, source.remaining());
        end = Math.max(end, last);
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Returns what was written, to the last byte; what was left out is zeros. */
    public byte[] bytes() {
        return Arrays.copyOf(bytes, end);
    }

    /** Returns whether the dump was ended. */
    public boolean finished() {
        return finished;
    }
}
