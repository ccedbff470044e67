package dev.inquest.container.flattened;

import dev.inquest.api.image.DumpSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * Writes a dump in flattened form, whose grammar {@link FlattenedContainer} has: what would be written at places of a file becomes records, in
 * the order in which it comes.
 */
final class FlattenedSink implements DumpSink {
    private static final int PIECE = 1 << 16;
    private static final long VERSION = 1;
    private static final long TYPE = 1;
    private static final long END = -1;

    private final OutputStream out;
    private byte[] piece = {};

    FlattenedSink(OutputStream out) throws IOException {
        this.out = out;
        ByteBuffer header = ByteBuffer.allocate(FlattenedContainer.HEADER_SIZE);
        header.putLong(FlattenedContainer.SIGNATURE_BEGIN).putLong(FlattenedContainer.SIGNATURE_END);
        header.putLong(TYPE).putLong(VERSION);
        put(header.array(), 0, header.capacity());
    }

    @Override
    public void write(long offset, ByteBuffer bytes) throws IOException {
        if (!bytes.hasRemaining()) {
            return; // makedumpfile takes a record without data for a damaged end mark
        }
        record(offset, bytes.remaining());
        if (bytes.hasArray()) {
            put(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            bytes.position(bytes.limit());
            return;
        }
        if (piece.length == 0) {
            piece = new byte[PIECE];
        }
        while (bytes.hasRemaining()) {
            int length = Math.min(PIECE, bytes.remaining());
            bytes.get(piece, 0, length);
            put(piece, 0, length);
        }
    }

    private void record(long offset, long size) throws IOException {
        byte[] header = ByteBuffer.allocate(FlattenedContainer.RECORD_HEADER_SIZE)
                .putLong(offset)
                .putLong(size)
                .array();
        put(header, 0, header.length);
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void finish() throws IOException {
        record(END, END);
        try {
            out.flush();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static IOException failed(IOException e) {
        return new IOException(
                "the flattened dump cannot be written on: " + e.getMessage()
                        + "; what took it from the pipe has ended, or has no room left",
                e);
    }

    /** The stream stays open. Without the end mark whoever reads it knows that it is not whole. */
    @Override
    public void close() {}
}
