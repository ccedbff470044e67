package dev.inquest.format.kdump;

import java.util.zip.Deflater;

/** Writes zlib streams (RFC 1950), by the JDK, at the level that makedumpfile uses. */
final class ZlibCompressor implements Compressor {
    private final Deflater deflater = new Deflater(Deflater.BEST_SPEED);

    @Override
    public int compress(byte[] page, byte[] out, int at) {
        deflater.reset();
        deflater.setInput(page);
        deflater.finish();
        int size = deflater.deflate(out, at, page.length);
        return deflater.finished() ? size : page.length;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
