package dev.inquest.core.model.log;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Reads an array in the kernel's memory by chunks, of which the last one is kept: the log is read from one end to the other, and
 * may be larger than what should be held at once. Not for use by several threads.
 */
final class Window {
    private static final int CHUNK = 1 << 15;

    private final Memory memory;
    private final long base;
    private final long size;
    private final byte[] chunk = new byte[CHUNK];
    private long start = -1;
    private int filled;

    /**
     * Opens an array.
     *
     * @param memory the kernel's memory
     * @param base address of the array
     * @param size its size in bytes
     */
    Window(Memory memory, long base, long size) {
        this.memory = memory;
        this.base = base;
        this.size = size;
    }

    /**
     * Copies bytes of the array.
     *
     * @return null, or why they cannot be read
     */
    @Nullable
    String read(long offset, byte[] destination, int length) {
        if (offset < 0 || offset > size - length) {
            return "offset " + offset + " lies outside its " + size + " bytes";
        }
        if (offset < start || start < 0 || offset + length > start + filled) {
            Fault fault = fill(offset, length);
            if (fault != null) {
                fault = memory.tryRead(base + offset, destination, 0, length);
                return fault == null ? null : fault.message();
            }
        }
        System.arraycopy(chunk, (int) (offset - start), destination, 0, length);
        return null;
    }

    private @Nullable Fault fill(long offset, int length) {
        start = -1;
        int wanted = (int) Math.min(CHUNK, size - offset);
        if (length > wanted) {
            return new Fault(Fault.Kind.NOT_MAPPED, base + offset, "longer than a chunk");
        }
        Fault fault = memory.tryRead(base + offset, chunk, 0, wanted);
        if (fault == null) {
            start = offset;
            filled = wanted;
        }
        return fault;
    }

    /** Reads an unsigned number of 1 to 8 bytes out of bytes that were copied before. */
    static long number(ByteOrder order, byte[] bytes, int offset, int length) {
        long value = 0;
        for (int i = 0; i < length; i++) {
            int index = order == ByteOrder.LITTLE_ENDIAN ? offset + length - 1 - i : offset + i;
            value = value << 8 | bytes[index] & 0xff;
        }
        return value;
    }
}
