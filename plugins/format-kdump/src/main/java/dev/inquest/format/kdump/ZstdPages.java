package dev.inquest.format.kdump;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** zstd frames (RFC 8878). */
final class ZstdPages implements Decompressor {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        try {
            byte[] input = compressed.toArray(ValueLayout.JAVA_BYTE);
            return zstd.decompressByteArray(page, 0, page.length, input, 0, input.length);
        } catch (ZstdException e) {
            throw new DamagedPageException(e.getMessage());
        }
    }

    @Override
    public void close() {
        zstd.close();
    }
}
