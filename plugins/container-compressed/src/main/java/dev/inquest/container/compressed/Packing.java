package dev.inquest.container.compressed;

import dev.inquest.api.image.ByteSource;
import dev.inquest.api.image.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Compressions of whole files, known by their first bytes: zstd (RFC 8878, 3.1.1; 3.1.2 for skippable frames), gzip (RFC 1952,
 * 2.3.1), xz (The .xz File Format 1.2.1, 2.1.1.1), and some that are only named to users.
 */
enum Packing {
    ZSTD("zstd"),
    GZIP("gzip"),
    XZ("xz"),
    BZIP2("bzip2"),
    LZ4("lz4");

    private final String program;

    Packing(String program) {
        this.program = program;
    }

    /** Returns the program that unpacks such a file with {@code -d}. */
    String program() {
        return program;
    }

    boolean readable() {
        return this == ZSTD || this == GZIP || this == XZ;
    }

    /** Returns a stream of what is inside; only for {@linkplain #readable() readable} packings. */
    InputStream unpack(InputStream packed) throws IOException {
        return switch (this) {
            case ZSTD -> ZstdStream.open(packed);
            case XZ -> XzStream.open(packed);
            default -> new GZIPInputStream(packed, 1 << 16);
        };
    }

    /** Returns how a file is packed, or null. */
    static @Nullable Packing of(ByteSource source) {
        MemorySegment bytes;
        try {
            bytes = source.slice(0, 8);
        } catch (IndexOutOfBoundsException e) {
            return null;
        }
        return of(bytes);
    }

    /** Returns how a file with these first bytes is packed, or null. */
    static @Nullable Packing of(byte... bytes) {
        return bytes.length < 8 ? null : of(MemorySegment.ofArray(bytes));
    }

    private static @Nullable Packing of(MemorySegment bytes) {
        int magic = Bytes.view(bytes, ByteOrder.BIG_ENDIAN).getInt(0);
        if (magic == 0x28b52ffd || (magic & 0xf0ffffff) == 0x502a4d18) {
            return ZSTD;
        }
        if (magic >>> 8 == 0x1f8b08) {
            return GZIP;
        }
        if (magic == 0xfd377a58) {
            return XZ;
        }
        if (magic >>> 8 == 0x425a68) {
            return BZIP2;
        }
        return magic == 0x04224d18 ? LZ4 : null;
    }
}
