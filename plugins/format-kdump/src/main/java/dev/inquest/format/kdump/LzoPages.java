package dev.inquest.format.kdump;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.lzo.LzoDecompressor;
import java.lang.foreign.MemorySegment;

/** Blocks of LZO1X. */
final class LzoPages implements Decompressor {
    private final LzoDecompressor lzo = new LzoDecompressor();

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        try {
            return lzo.decompress(compressed, MemorySegment.ofArray(page));
        } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedPageException(e.getMessage());
        }
    }
}
