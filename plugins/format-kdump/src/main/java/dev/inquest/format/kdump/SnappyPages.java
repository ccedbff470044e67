package dev.inquest.format.kdump;

import dev.inquest.api.image.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Raw snappy blocks (google/snappy 1.2, format_description.txt):
 *
 * <pre>
 * block   = length:varint element*
 * element = LLLLLL00 [size bytes] literals     L &lt; 60: L + 1 literals; else their number less 1 in L - 59 bytes
 *         | DDDLLL01 D                         copy 4 + L bytes from D (11 bits, high ones first) back
 *         | LLLLLL10 D:u16                     copy 1 + L bytes from D back
 *         | LLLLLL11 D:u32                     copy 1 + L bytes from D back
 * </pre>
 *
 * Numbers are little-endian.
 */
final class SnappyPages implements Decompressor {
    private byte[] input = {};
    private int in;

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        input = Bytes.copy(compressed);
        in = 0;
        try {
            long size = varint();
            int out = run(page);
            if (size != out) {
                throw new DamagedPageException("snappy block of another size than it says");
            }
            return out;
        } catch (IndexOutOfBoundsException e) {
            throw new DamagedPageException("snappy data goes beyond its block or its page");
        } finally {
            input = new byte[0];
        }
    }

    private int run(byte[] page) throws DamagedPageException {
        int out = 0;
        while (in < input.length) {
            int tag = input[in++] & 0xff;
            int high = tag >>> 2;
            switch (tag & 3) {
                case 0 -> {
                    int length = (high < 60 ? high : number(high - 59)) + 1;
                    System.arraycopy(input, in, page, out, length);
                    in += length;
                    out += length;
                }
                case 1 -> out = copy(page, out, tag >>> 5 << 8 | number(1), 4 + (high & 7));
                case 2 -> out = copy(page, out, number(2), 1 + high);
                default -> out = copy(page, out, number(4), 1 + high);
            }
        }
        return out;
    }

    private static int copy(byte[] page, int out, int distance, int length) throws DamagedPageException {
        if (distance <= 0) {
            throw new DamagedPageException("snappy copy from nowhere");
        }
        return Matches.copy(page, out, distance, length);
    }

    private int number(int bytes) {
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (input[in++] & 0xff) << 8 * i;
        }
        return value;
    }

    private long varint() throws DamagedPageException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int part = input[in++];
            value |= (part & 0x7fL) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new DamagedPageException("snappy length is not well-formed");
    }
}
