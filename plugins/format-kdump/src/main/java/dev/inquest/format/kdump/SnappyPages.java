package dev.inquest.format.kdump;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.snappy.SnappyJavaDecompressor;
import java.lang.foreign.MemorySegment;

/** Raw snappy blocks (google/snappy, format_description.txt). */
final class SnappyPages implements Decompressor {
    private final SnappyJavaDecompressor snappy = new SnappyJavaDecompressor();

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        try {
            return snappy.decompress(compressed, MemorySegment.ofArray(page));
        } catch (MalformedInputException | IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new DamagedPageException(e.getMessage());
        }
    }
}
