package dev.inquest.testkit;

import com.github.luben.zstd.Zstd;
import io.airlift.compress.v3.Compressor;
import io.airlift.compress.v3.lzo.LzoCompressor;
import io.airlift.compress.v3.snappy.SnappyJavaCompressor;
import java.util.Arrays;
import java.util.zip.Deflater;

/** How the pages of a compressed kdump are packed; the flag is that of its page descriptors and header. */
public enum PageCompression {
    /** As they are. */
    NONE(0),
    /** zlib streams. */
    ZLIB(1),
    /** LZO1X blocks. */
    LZO(2),
    /** Raw snappy blocks. */
    SNAPPY(4),
    /** zstd frames. */
    ZSTD(0x20);

    private final int flag;

    PageCompression(int flag) {
        this.flag = flag;
    }

    /** Returns the flag in a page descriptor. */
    public int flag() {
        return flag;
    }

    /** Packs a page; the result may be larger than the page. */
    public byte[] pack(byte[] page) {
        return switch (this) {
            case NONE -> page;
            case ZLIB -> zlib(page);
            case LZO -> block(new LzoCompressor(), page);
            case SNAPPY -> block(new SnappyJavaCompressor(), page);
            case ZSTD -> Zstd.compress(page);
        };
    }

    private static byte[] block(Compressor compressor, byte[] page) {
        byte[] packed = new byte[compressor.maxCompressedLength(page.length)];
        int size = compressor.compress(page, 0, page.length, packed, 0, packed.length);
        return Arrays.copyOf(packed, size);
    }

    private static byte[] zlib(byte[] page) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(page);
            deflater.finish();
            byte[] packed = new byte[page.length * 2 + 64];
            return Arrays.copyOf(packed, deflater.deflate(packed));
        } finally {
            deflater.end();
        }
    }
}
