package dev.inquest.format.kdump;

import java.lang.foreign.MemorySegment;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** zlib streams (RFC 1950), by the JDK; the checksum is checked. */
final class ZlibPages implements Decompressor {
    private final Inflater inflater = new Inflater();

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        inflater.reset();
        inflater.setInput(compressed.asByteBuffer());
        try {
            int size = inflater.inflate(page);
            // Nothing more may come, and the checksum behind the data has to be looked at.
            if (!inflater.finished() && (inflater.inflate(new byte[1]) != 0 || !inflater.finished())) {
                throw new DamagedPageException("zlib stream does not end with the page");
            }
            return size;
        } catch (DataFormatException e) {
            throw new DamagedPageException(e.getMessage());
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
