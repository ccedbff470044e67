package dev.inquest.format.kdump;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import dev.inquest.api.image.Bytes;
import java.lang.foreign.MemorySegment;

/** zstd frames (RFC 8878). */
final class ZstdPages implements Decompressor {
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        try {
            byte[] input = Bytes.copy(compressed);
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
