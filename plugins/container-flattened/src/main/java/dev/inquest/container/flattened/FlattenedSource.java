package dev.inquest.container.flattened;

import dev.inquest.api.image.ByteSource;
import java.lang.foreign.MemorySegment;

/** The dump that a flattened stream stands for. */
final class FlattenedSource implements ByteSource {
    private static final int LARGEST_COPY = 1 << 30;

    private final ByteSource stream;
    private final RecordIndex index;

    FlattenedSource(ByteSource stream, RecordIndex index) {
        this.stream = stream;
        this.index = index;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public long size() {
        return index.end();
    }

    @Override
    public MemorySegment slice(long offset, long length) {
        if (offset < 0 || length < 0 || offset > size() - length) {
            throw new IndexOutOfBoundsException(
                    "offset " + offset + ", " + length + " bytes of a dump of " + size() + " bytes");
        }
        int record = index.find(offset);
        if (record >= 0 && index.end(record) - offset >= length) {
            return stream.slice(index.streamOffset(record, offset), length).asReadOnly();
        }
        return copy(offset, length, record);
    }

    private MemorySegment copy(long offset, long length, int first) {
        if (length > LARGEST_COPY) {
            throw new IndexOutOfBoundsException(length + " bytes do not lie in one record of the flattened dump");
        }
        checkCovered(offset, length, first);
        MemorySegment bytes = MemorySegment.ofArray(new byte[(int) length]);
        long done = 0;
        for (int record = first; done < length; record++) {
            long size = Math.min(length - done, index.end(record) - (offset + done));
            MemorySegment.copy(stream.slice(index.streamOffset(record, offset + done), size), 0, bytes, done, size);
            done += size;
        }
        return bytes.asReadOnly();
    }

    /** Finds holes before anything is allocated. */
    private void checkCovered(long offset, long length, int first) {
        long at = offset;
        for (int record = first; at < offset + length; record++) {
            if (record < 0 || record >= index.count() || index.start(record) > at) {
                throw new IndexOutOfBoundsException("the flattened dump has nothing for offset " + at);
            }
            at = index.end(record);
        }
    }

    @Override
    public void close() {
        stream.close();
    }
}
