package dev.inquest.debuginfo.bundle;

import dev.inquest.api.image.ByteSource;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Finds the data in a jar (PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16), where they lie uncompressed, so that they can
 * be read in place. Jars in ZIP64 or with a comment are not ours.
 */
final class LayoutJar {
    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int MOST_ENTRIES = 64;
    private static final byte[] NAME = Format.JAR_ENTRY.getBytes(StandardCharsets.US_ASCII);

    private LayoutJar() {}

    /** Returns whether a file begins like a jar. */
    static boolean matches(ByteSource source) {
        return source.size() > END_BYTES
                && source.slice(0, 4)
                                .asByteBuffer()
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .getInt(0)
                        == LOCAL;
    }

    /** Returns the data, or null when the jar has none and is something else. */
    static @Nullable MemorySegment data(ByteSource source) throws MalformedException {
        long size = source.size();
        Cursor end = cursor(source, size - END_BYTES, END_BYTES);
        if (end.i32() != END) {
            return null;
        }
        end.skip(4);
        int count = end.u16();
        end.skip(2);
        long directorySize = end.u32();
        long directory = end.u32();
        if (count > MOST_ENTRIES) {
            return null;
        }
        Cursor in = cursor(source, directory, directorySize);
        for (int i = 0; i < count; i++) {
            if (in.i32() != CENTRAL) {
                return null;
            }
            in.skip(6);
            int method = in.u16();
            in.skip(8);
            long packed = in.u32();
            long unpacked = in.u32();
            int nameLength = in.u16();
            int extraLength = in.u16();
            int commentLength = in.u16();
            in.skip(8);
            long header = in.u32();
            byte[] name = in.bytes(nameLength);
            in.skip(extraLength);
            in.skip(commentLength);
            if (java.util.Arrays.equals(name, NAME)) {
                if (method != 0 || packed != unpacked) {
                    throw MalformedException.at(
                            source.name(),
                            header,
                            Format.JAR_ENTRY + " is compressed in the jar; it must be stored as it is");
                }
                return local(source, header, packed);
            }
        }
        return null;
    }

    private static MemorySegment local(ByteSource source, long header, long length) throws MalformedException {
        Cursor in = cursor(source, header, 30);
        if (in.i32() != LOCAL) {
            throw MalformedException.at(source.name(), header, "the jar has no entry there");
        }
        in.skip(22);
        int nameLength = in.u16();
        int extraLength = in.u16();
        return slice(source, header + 30 + nameLength + extraLength, length);
    }

    private static Cursor cursor(ByteSource source, long offset, long length) throws MalformedException {
        ByteBuffer bytes = slice(source, offset, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        return new Cursor(source.name(), bytes);
    }

    private static MemorySegment slice(ByteSource source, long offset, long length) throws MalformedException {
        if (offset < 0 || length < 0 || offset > source.size() - length) {
            throw MalformedException.at(source.name(), offset, "the jar is damaged or was cut");
        }
        try {
            return source.slice(offset, length);
        } catch (IndexOutOfBoundsException | IllegalStateException e) {
            throw MalformedException.at(source.name(), offset, "cannot be read: " + e.getMessage());
        }
    }
}
