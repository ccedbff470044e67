package dev.inquest.commands.find;

import dev.inquest.api.image.ByteSource;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/** The beginning of a file of which there is no more at hand: the rest is a hole. */
final class HeadSource implements ByteSource {
    private final String name;
    private final MemorySegment head;
    private final long size;

    /**
     * Makes a source.
     *
     * @param name name for messages
     * @param head the first bytes
     * @param size how many bytes the whole file has
     */
    HeadSource(String name, byte[] head, long size) {
        this.name = name;
        this.head = MemorySegment.ofArray(head).asReadOnly();
        this.size = size;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public MemorySegment slice(long offset, long length) {
        return head.asSlice(offset, length);
    }

    @Override
    public void close() {}

    /** Says of a source that it is larger than what there is of it, the rest being a hole. */
    record Enlarged(ByteSource source, long size) implements ByteSource {
        @Override
        public String name() {
            return source.name();
        }

        @Override
        public MemorySegment slice(long offset, long length) {
            return source.slice(offset, length);
        }

        @Override
        public void close() {
            source.close();
        }
    }

    /** Returns a source that is a stretch of another. */
    static ByteSource stretch(ByteSource whole, String name, long offset, long size) {
        return new Stretch(whole, name, offset, size);
    }

    private record Stretch(ByteSource whole, String name, long offset, long size) implements ByteSource {
        @Override
        public MemorySegment slice(long at, long length) {
            if (at < 0 || length < 0 || at > size - length) {
                throw new IndexOutOfBoundsException("beyond the end of " + name);
            }
            return whole.slice(offset + at, length);
        }

        @Override
        public void close() {
            whole.close();
        }
    }

    /** Returns the bytes from a place on, or null when there are not so many. */
    static byte @Nullable [] from(byte[] head, int offset) {
        return offset >= head.length ? null : java.util.Arrays.copyOfRange(head, offset, head.length);
    }
}
