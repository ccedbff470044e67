package dev.inquest.container.flattened;

import dev.inquest.api.image.DumpSink;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Copies the dump out of a flattened stream as it comes, for instance from a pipe ({@code makedumpfile -R}). A stream that is not whole to its end
 * mark is refused: what is left of one can still be opened as a file.
 */
final class FlattenedStream {
    private static final int PIECE = 1 << 20;

    private final InputStream in;
    private final DumpSink out;
    private final Progress progress;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE);
    private long read;
    private long end;

    FlattenedStream(InputStream in, DumpSink out, Progress progress) {
        this.in = in;
        this.out = out;
        this.progress = progress;
    }

    /** Returns the size of the dump in bytes. */
    long copy() throws OpenException, IOException {
        ByteBuffer header = take(FlattenedContainer.HEADER_SIZE, "header");
        if (header.getLong(0) != FlattenedContainer.SIGNATURE_BEGIN
                || header.getLong(8) != FlattenedContainer.SIGNATURE_END) {
            throw new OpenException("this is not a dump in flattened form; makedumpfile -F writes that form");
        }
        long type = header.getLong(16);
        long version = header.getLong(24);
        if (type != 1 || version != 1) {
            throw new OpenException("flattened form of an unknown kind (type " + type + ", version " + version
                    + "); rewrite it with makedumpfile -R");
        }
        while (true) {
            ByteBuffer record = take(FlattenedContainer.RECORD_HEADER_SIZE, "records");
            long offset = record.getLong(0);
            long size = record.getLong(8);
            if (offset == -1 && size == -1) {
                break;
            }
            if (offset < 0
                    || size < 0
                    || offset > FlattenedContainer.LARGEST_OFFSET
                    || size > FlattenedContainer.LARGEST_OFFSET) {
                throw new OpenException("the flattened dump is damaged before its byte " + read + ": a record of "
                        + size + " bytes at offset " + offset
                        + "; get it again, or open it as a file to see what is left");
            }
            data(offset, size);
        }
        if (end == 0) {
            throw new OpenException("a flattened dump without any data; get it again");
        }
        return end;
    }

    private void data(long offset, long size) throws OpenException, IOException {
        for (long done = 0; done < size; ) {
            progress.report("rearranging (bytes)", read, 0);
            if (progress.cancelled()) {
                throw new OpenException("rearranging the flattened dump was cancelled");
            }
            ByteBuffer bytes = take((int) Math.min(PIECE, size - done), "records");
            int length = bytes.remaining();
            out.write(offset + done, bytes);
            done += length;
            end = Math.max(end, offset + done);
        }
    }

    private ByteBuffer take(int length, String where) throws OpenException, IOException {
        int taken = in.readNBytes(piece.array(), 0, length);
        read += taken;
        if (taken < length) {
            throw new OpenException("the flattened dump is cut off inside its " + where + ", after " + read
                    + " bytes; get it again, or open it as a file to see what is left");
        }
        return piece.clear().limit(length);
    }
}
