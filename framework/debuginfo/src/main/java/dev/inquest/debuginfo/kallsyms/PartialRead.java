package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.util.Arrays;

/** Reads memory to look for something in it: what cannot be read is left out. */
public final class PartialRead {
    /** The smallest page of any machine. */
    private static final int PAGE = 4096;

    private PartialRead() {}

    /** Reads {@code length} bytes at an address to the beginning of an array; those that cannot be read become zero. */
    public static void read(Memory memory, long address, byte[] bytes, int length) {
        Arrays.fill(bytes, (byte) 0);
        int done = 0;
        while (done < length) {
            Fault fault = memory.tryRead(address + done, bytes, done, length - done);
            if (fault == null) {
                return;
            }
            long next = (fault.address() | PAGE - 1) + 1 - address;
            done = (int) Math.max(done + 1L, Math.min(length, next));
        }
    }
}
