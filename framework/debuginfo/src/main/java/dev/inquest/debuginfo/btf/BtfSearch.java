package dev.inquest.debuginfo.btf;

import dev.inquest.api.memory.Memory;
import dev.inquest.debuginfo.kallsyms.PartialRead;
import java.nio.ByteOrder;
import java.util.function.LongPredicate;

/** Looks for a BTF section in memory, by its header. */
final class BtfSearch {
    private static final int CHUNK = 1 << 16;
    private static final int HEADER = 24;

    private BtfSearch() {}

    /**
     * Returns the address of the first header in a range that is the right one, or 0 when there is none in what can be read of it. The
     * kernel has others: those of programs that it loads itself.
     */
    static long find(Memory memory, long from, long to, LongPredicate right) {
        byte[] bytes = new byte[CHUNK + HEADER];
        boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
        for (long at = from; at < to; at += CHUNK) {
            int length = (int) Math.min(CHUNK + HEADER, to - at);
            PartialRead.read(memory, at, bytes, length);
            for (int i = 0; i < CHUNK && i + HEADER <= length; i++) {
                if (header(bytes, i, big) && right.test(at + i)) {
                    return at + i;
                }
            }
        }
        return 0;
    }

    /** Returns whether magic, version 1, no flags, a header of 24 bytes and types right behind it stand here. */
    private static boolean header(byte[] bytes, int at, boolean big) {
        if (bytes[at] != (byte) (big ? 0xeb : 0x9f)
                || bytes[at + 1] != (byte) (big ? 0x9f : 0xeb)
                || bytes[at + 2] != 1
                || bytes[at + 3] != 0
                || bytes[at + (big ? 7 : 4)] != HEADER) {
            return false;
        }
        for (int i = 0; i < 8; i++) {
            if (i != (big ? 3 : 0) && bytes[at + 4 + i] != 0) {
                return false;
            }
        }
        return true;
    }
}
