package dev.inquest.container.compressed;

import dev.inquest.api.image.ByteSource;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/** Reads a source from its beginning; a hole ends it with an error. */
final class SourceStream extends InputStream {
    private final ByteSource source;
    private volatile long position;

    SourceStream(ByteSource source) {
        this.source = source;
    }

    /** Returns how many bytes have been read. */
    long position() {
        return position;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] destination, int offset, int length) throws IOException {
        long at = position;
        int size = (int) Math.min(length, source.size() - at);
        if (size <= 0) {
            return length == 0 ? 0 : -1;
        }
        try {
            MemorySegment.copy(source.slice(at, size), 0, MemorySegment.ofArray(destination), offset, size);
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("hole at offset " + at, e);
        }
        position = at + size;
        return size;
    }
}
