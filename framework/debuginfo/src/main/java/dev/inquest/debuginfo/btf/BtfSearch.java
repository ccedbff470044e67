package dev.inquest.debuginfo.btf;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Looks for a BTF section in memory, by its header. */
final class BtfSearch {
    private static final int CHUNK = 1 << 16;
    private static final int HEADER = 24;
    /** The smallest page of any machine. */
    private static final int PAGE = 4096;

    private BtfSearch() {}

    /** Returns the address of the first header in a range, or 0 when there is none in what can be read of it. */
    static long find(Memory memory, long from, long to) {
        byte[] bytes = new byte[CHUNK + HEADER];
        boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
        for (long at = from; at < to; at += CHUNK) {
            int length = (int) Math.min(CHUNK + HEADER, to - at);
            Arrays.fill(bytes, (byte) 0);
            read(memory, at, bytes, length);
            for (int i = 0; i + HEADER <= length; i++) {
                if (header(bytes, i, big)) {
                    return at + i;
                }
            }
        }
        return 0;
    }

    /** Reads what can be read; the rest stays zero. */
    private static void read(Memory memory, long at, byte[] bytes, int length) {
        int done = 0;
        while (done < length) {
            Fault fault = memory.tryRead(at + done, bytes, done, length - done);
            if (fault == null) {
                return;
            }
            long next = (fault.address() | PAGE - 1) + 1 - at;
            done = (int) Math.max(done + 1L, Math.min(length, next));
        }
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
