package dev.inquest.format.kdump;

import com.github.luben.zstd.ZstdCompressCtx;

/** Writes zstd frames (RFC 8878), at the level that makedumpfile uses (1 in releases 1.7.0 to 1.7.9). */
final class ZstdCompressor implements Compressor {
    private static final int LEVEL = 1;
    private final ZstdCompressCtx zstd = new ZstdCompressCtx().setLevel(LEVEL);

    @Override
    public int compress(byte[] page, byte[] out, int at) {
        return zstd.compressByteArray(out, at, Compressor.room(page.length), page, 0, page.length);
    }

    @Override
    public void close() {
        zstd.close();
    }
}
