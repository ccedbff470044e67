package dev.inquest.format.kdump;

import dev.inquest.api.capture.PageCompression;
import org.jspecify.annotations.Nullable;

/**
 * How a page may be compressed. Each class that needs a library is loaded when
 * the first page needs it.
 */
enum Compression {
    ZLIB(PageCompression.ZLIB),
    LZO(PageCompression.LZO),
    SNAPPY(PageCompression.SNAPPY),
    ZSTD(PageCompression.ZSTD);

    static final int ALL =
            KdumpHeader.STATUS_ZLIB | KdumpHeader.STATUS_LZO | KdumpHeader.STATUS_SNAPPY | KdumpHeader.STATUS_ZSTD;

    /** What others call it. */
    final PageCompression name;

    Compression(PageCompression name) {
        this.name = name;
    }

    Decompressor open() {
        return switch (this) {
            case ZLIB -> new ZlibPages();
            case LZO -> new LzoPages();
            case SNAPPY -> new SnappyPages();
            case ZSTD -> new ZstdPages();
        };
    }

    /** Returns the compression of a descriptor's flags, or null when they name none or several. */
    static @Nullable Compression of(int flags) {
        return switch (flags & ALL) {
            case KdumpHeader.STATUS_ZLIB -> ZLIB;
            case KdumpHeader.STATUS_LZO -> LZO;
            case KdumpHeader.STATUS_SNAPPY -> SNAPPY;
            case KdumpHeader.STATUS_ZSTD -> ZSTD;
            default -> null;
        };
    }
}
