package dev.inquest.commands.dump.file;

import dev.inquest.api.image.DumpSink;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes a dump and keeps nothing of it, to find out how large it would be. */
public final class Discard implements DumpSink {
    private final long limit;

    /**
     * Makes a sink.
     *
     * @param limit the largest size in bytes
     */
    public Discard(long limit) {
        this.limit = limit;
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        if (offset + bytes.remaining() > limit) {
            throw new LimitException(limit);
        }
        bytes.position(bytes.limit());
    }

    @Override
    public void writeZeros(long offset, long length) throws IOException {
        if (offset + length > limit) {
            throw new LimitException(limit);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
