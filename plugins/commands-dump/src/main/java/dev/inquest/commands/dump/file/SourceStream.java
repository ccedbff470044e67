package dev.inquest.commands.dump.file;

import dev.inquest.api.image.ByteSource;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Reads a source front to back. */
public final class SourceStream extends InputStream {
    private final ByteSource source;
    private long at;

    /** Makes a stream; it leaves the source open. */
    public SourceStream(ByteSource source) {
        this.source = source;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) {
        int size = (int) Math.min(length, source.size() - at);
        if (size <= 0) {
            return length == 0 ? 0 : -1;
        }
        MemorySegment.copy(source.slice(at, size), ValueLayout.JAVA_BYTE, 0, bytes, offset, size);
        at += size;
        return size;
    }
}
