package dev.inquest.container.compressed;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;

/** Opens zstd streams; alone in its class, so that the library is loaded when there is something to unpack. */
final class ZstdStream {
    /** The binary logarithm of the largest window: what {@code zstd --ultra --long=31} makes. */
    private static final int LARGEST_WINDOW = 31;

    private ZstdStream() {}

    static InputStream open(InputStream packed) throws IOException {
        return new ZstdInputStreamNoFinalizer(packed).setLongMax(LARGEST_WINDOW);
    }
}
