package dev.inquest.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes makedumpfile's flattened form (IMPLEMENTATION file of release 1.7.6); all its numbers are big-endian. */
public final class FlattenedWriter {
    private static final int HEADER_SIZE = 4096;

    private final ByteArrayOutputStream stream = new ByteArrayOutputStream();

    /** Begins a stream with the header. */
    public FlattenedWriter() {
        this(1, 1);
    }

    /** Begins a stream with the header of another type or version than 1. */
    public FlattenedWriter(long type, long version) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_SIZE);
        header.put(0, "makedumpfile".getBytes(StandardCharsets.US_ASCII));
        header.putLong(16, type).putLong(24, version);
        stream.writeBytes(header.array());
    }

    /** Adds a record: these bytes belong at that offset of the dump. */
    public FlattenedWriter record(long offset, byte... bytes) {
        stream.writeBytes(
                ByteBuffer.allocate(16).putLong(offset).putLong(bytes.length).array());
        stream.writeBytes(bytes);
        return this;
    }

    /** Adds the end mark. */
    public FlattenedWriter end() {
        stream.writeBytes(ByteBuffer.allocate(16).putLong(-1).putLong(-1).array());
        return this;
    }

    /** Returns the stream so far. */
    public byte[] bytes() {
        return stream.toByteArray();
    }

    /**
     * Flattens a dump the way its writers do: the front and the back half in turn, and the first record twice, at first with
     * other bytes.
     */
    public static byte[] flatten(byte[] dump, int recordSize) {
        FlattenedWriter writer = new FlattenedWriter();
        byte[] stale = new byte[Math.min(recordSize, dump.length)];
        Arrays.fill(stale, (byte) 0x5a);
        writer.record(0, stale);
        int half = dump.length / 2;
        for (int at = 0; at < dump.length - half; at += recordSize) {
            if (at < half) {
                writer.record(at, Arrays.copyOfRange(dump, at, Math.min(half, at + recordSize)));
            }
            writer.record(
                    half + at, Arrays.copyOfRange(dump, half + at, Math.min(dump.length, half + at + recordSize)));
        }
        return writer.end().bytes();
    }
}
