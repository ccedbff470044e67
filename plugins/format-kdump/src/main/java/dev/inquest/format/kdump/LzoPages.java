package dev.inquest.format.kdump;

import dev.inquest.api.image.Bytes;
import java.lang.foreign.MemorySegment;

/**
 * Blocks of LZO1X (Documentation/staging/lzo.rst of the kernel, bitstream version 0). A block is instructions; each copies a
 * match out of what was written already, or literals out of the block:
 *
 * <pre>
 * 0000LLLL           after no literals: copy 3 + L literals; L = 0: 18 + 255 × (zero bytes that follow) + (byte after them)
 * 0000DDSS H         after 1 to 3 literals: copy 2 bytes from (H &lt;&lt; 2) + D + 1 back
 *                    after 4 or more: copy 3 bytes from (H &lt;&lt; 2) + D + 2049 back
 * 0001HLLL DDDDDDSS D   copy 2 + L bytes from 16384 + (H &lt;&lt; 14) + D back; L = 0: 9 + 255 × … ; distance 16384 is the end
 * 001LLLLL DDDDDDSS D   copy 2 + L bytes from D + 1 back; L = 0: 33 + 255 × …
 * 01LDDDSS H         copy 3 + L bytes from (H &lt;&lt; 3) + D + 1 back
 * 1LLDDDSS H         copy 5 + L bytes from (H &lt;&lt; 3) + D + 1 back
 * </pre>
 *
 * S literals follow each match. A first byte above 17 stands for that number, less 17, of literals.
 */
final class LzoPages implements Decompressor {
    private static final int MANY = 4;

    private byte[] input = {};
    private int in;
    private byte[] output = {};
    private int out;

    @Override
    public int decompress(MemorySegment compressed, byte[] page) throws DamagedPageException {
        input = Bytes.copy(compressed);
        in = 0;
        output = page;
        out = 0;
        try {
            run();
        } catch (IndexOutOfBoundsException e) {
            throw new DamagedPageException("LZO data goes beyond its block or its page");
        } finally {
            input = new byte[0];
            output = input;
        }
        return out;
    }

    private void run() throws DamagedPageException {
        int state = 0;
        int first = input[0] & 0xff;
        if (first > 17) {
            in = 1;
            literals(first - 17);
            state = Math.min(first - 17, MANY);
        }
        while (true) {
            int code = input[in++] & 0xff;
            int after;
            if (code >= 64) {
                int length = code >= 128 ? 5 + (code >>> 5 & 3) : 3 + (code >>> 5 & 1);
                match(((input[in++] & 0xff) << 3) + (code >>> 2 & 7) + 1, length);
                after = code & 3;
            } else if (code >= 16) {
                boolean near = code >= 32;
                int mask = near ? 31 : 7;
                int length = 2 + ((code & mask) != 0 ? code & mask : mask + extension());
                int pair = input[in++] & 0xff | (input[in++] & 0xff) << 8;
                int distance = near ? (pair >>> 2) + 1 : 16384 + ((code & 8) << 11) + (pair >>> 2);
                if (distance == 16384 && !near) {
                    return;
                }
                match(distance, length);
                after = pair & 3;
            } else if (state == 0) {
                literals(3 + (code != 0 ? code : 15 + extension()));
                state = MANY;
                continue;
            } else {
                int distance = ((input[in++] & 0xff) << 2) + (code >>> 2);
                match(state == MANY ? distance + 2049 : distance + 1, state == MANY ? 3 : 2);
                after = code & 3;
            }
            for (int i = 0; i < after; i++) {
                output[out++] = input[in++];
            }
            state = after;
        }
    }

    /** Reads how much longer than its mask a length is; bounded by the page, which no length may pass. */
    private int extension() throws DamagedPageException {
        int length = 0;
        while (input[in] == 0) {
            length += 255;
            in++;
            if (length > output.length) {
                throw new DamagedPageException("LZO data goes beyond its page");
            }
        }
        return length + (input[in++] & 0xff);
    }

    private void literals(int length) {
        System.arraycopy(input, in, output, out, length);
        in += length;
        out += length;
    }

    private void match(int distance, int length) throws DamagedPageException {
        out = Matches.copy(output, out, distance, length);
    }
}
