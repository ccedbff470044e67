package dev.inquest.debuginfo.elf;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import dev.inquest.debuginfo.data.Cursor;
import dev.inquest.debuginfo.data.MalformedException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Compressed sections.
 *
 * <pre>
 * section   := chdr stream                          SHF_COMPRESSED, ELF gABI 4.2 "Compressed section"
 * chdr      := type:u32 reserved:u32 size:u64 alignment:u64         ELFCLASS64
 *            | type:u32 size:u32 alignment:u32                      ELFCLASS32
 * type      := 1 (zlib) | 2 (zstd)
 * .zdebug_* := 'ZLIB' size:u64 (big-endian) stream  GNU, before the gABI had it
 * </pre>
 *
 * The bytes go to memory outside the Java heap, which is released when nobody refers to them any more.
 */
final class Decompression {
    private static final int ZLIB = 1;
    private static final int ZSTD = 2;
    /** Deflate cannot do better than 1032:1; a header that promises more is wrong. */
    private static final long BEST_RATIO = 1040;

    private Decompression() {}

    static ByteBuffer expand(String where, ByteBuffer raw, boolean old, boolean wide) throws MalformedException {
        Cursor in = new Cursor(where, raw);
        int type = ZLIB;
        long size;
        if (old) {
            byte[] magic = in.bytes(4);
            if (magic[0] != 'Z' || magic[1] != 'L' || magic[2] != 'I' || magic[3] != 'B') {
                throw MalformedException.at(where, 0, "has no ZLIB header");
            }
            long size64 = in.u64();
            size = raw.order() == ByteOrder.BIG_ENDIAN ? size64 : Long.reverseBytes(size64);
        } else {
            type = in.i32();
            in.skip(wide ? 4 : 0);
            size = wide ? in.u64() : in.u32();
            in.skip(wide ? 8 : 4);
        }
        if (size < 0 || size > Integer.MAX_VALUE || size > (1 << 20) + in.remaining() * BEST_RATIO) {
            throw MalformedException.at(
                    where, 0, in.remaining() + " compressed bytes cannot hold " + Long.toUnsignedString(size));
        }
        ByteBuffer out = Arena.ofAuto().allocate(Math.max(1, size)).asByteBuffer();
        out.limit((int) size);
        ByteBuffer stream = raw.slice(in.position(), in.remaining());
        switch (type) {
            case ZLIB -> inflate(where, stream, out);
            case ZSTD -> zstd(where, stream, out);
            default -> throw MalformedException.at(where, 0, "compression type " + type + " is not known");
        }
        return out.clear().limit((int) size).order(raw.order());
    }

    private static void inflate(String where, ByteBuffer stream, ByteBuffer out) throws MalformedException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(stream);
            while (out.hasRemaining()) {
                if (inflater.inflate(out) == 0) {
                    throw MalformedException.at(where, stream.position(), "the zlib stream ends too early");
                }
            }
        } catch (DataFormatException e) {
            throw MalformedException.at(where, stream.position(), "damaged zlib stream: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static void zstd(String where, ByteBuffer stream, ByteBuffer out) throws MalformedException {
        ByteBuffer direct = stream;
        if (!stream.isDirect()) {
            direct = ByteBuffer.allocateDirect(stream.remaining()).put(stream).flip();
        }
        try {
            long got =
                    Zstd.decompressDirectByteBuffer(out, 0, out.limit(), direct, direct.position(), direct.remaining());
            if (Zstd.isError(got) || got != out.limit()) {
                throw MalformedException.at(where, 0, "damaged zstd stream");
            }
        } catch (ZstdException e) {
            throw MalformedException.at(where, 0, "damaged zstd stream: " + e.getMessage());
        }
    }
}
