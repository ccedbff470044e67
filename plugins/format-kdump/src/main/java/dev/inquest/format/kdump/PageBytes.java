package dev.inquest.format.kdump;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The bytes of a page as the Lempel-Ziv compressors go over them, several at a time. */
final class PageBytes {
    /** Four bytes as a number. */
    static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    /** Eight bytes as a number. */
    static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Matches begin no nearer to the end than this, so that two numbers of eight bytes can be read wherever one begins. */
    static final int TAIL = 2 * Long.BYTES;

    private PageBytes() {}

    /** Returns the end of what is equal at two places, of which {@code i} is the one behind. */
    static int extend(byte[] page, int i, int match) {
        int end = page.length - Long.BYTES;
        int distance = i - match;
        while (i <= end) {
            long different = (long) LONG.get(page, i) ^ (long) LONG.get(page, i - distance);
            if (different != 0) {
                return i + (Long.numberOfTrailingZeros(different) >>> 3);
            }
            i += Long.BYTES;
        }
        while (i < page.length && page[i] == page[i - distance]) {
            i++;
        }
        return i;
    }

    /**
     * Copies bytes of a page into the output, which has room for seven more.
     *
     * @return where to write next
     */
    static int copy(byte[] page, int from, int count, byte[] out, int o) {
        if (from + count + Long.BYTES <= page.length) {
            for (int i = 0; i < count; i += Long.BYTES) {
                LONG.set(out, o + i, (long) LONG.get(page, from + i));
            }
        } else {
            System.arraycopy(page, from, out, o, count);
        }
        return o + count;
    }
}
