package dev.inquest.container.compressed;

import java.io.IOException;
import java.io.InputStream;
import org.tukaani.xz.XZInputStream;

/** Apart from {@link Packing}, so that the library is loaded for xz files alone. */
final class XzStream {
    /** What {@code xz -9} needs to unpack, 64 MiB, and some more; a file that claims to need more is damaged or an attack. */
    private static final int MOST_KIB = 100 << 10;

    private XzStream() {}

    static InputStream open(InputStream packed) throws IOException {
        return new XZInputStream(packed, MOST_KIB);
    }
}
