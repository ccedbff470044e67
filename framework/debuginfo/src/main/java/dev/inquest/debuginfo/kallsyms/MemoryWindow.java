package dev.inquest.debuginfo.kallsyms;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes of memory from an address on, read in growing pieces while they are needed, as far as they can be read. */
final class MemoryWindow {
    private static final int FIRST = 1 << 18;

    private final Memory memory;
    private final long address;
    private final int most;
    private final int first;
    private byte[] bytes = new byte[0];
    private int available;
    private @Nullable Fault fault;

    /** Makes a window that holds no more than {@code most} bytes; nothing is read. */
    MemoryWindow(Memory memory, long address, int most) {
        this(memory, address, most, 0);
    }

    /**
     * Makes a window; nothing is read.
     *
     * @param most the most bytes that it holds
     * @param expected how many bytes will probably be asked for: these are read at once
     */
    MemoryWindow(Memory memory, long address, int most, int expected) {
        this.memory = memory;
        this.address = address;
        this.most = most;
        this.first = Math.max(FIRST, expected);
    }

    /** Returns whether the window's first {@code end} bytes can be read, and reads them. */
    boolean has(int end) {
        while (available < end) {
            if (fault != null || end > most || end < 0) {
                return false;
            }
            long more = bytes.length == 0 ? first : bytes.length + Math.max(FIRST, bytes.length / 4L);
            int wanted = (int) Math.min(most, Math.max(end, more));
            bytes = Arrays.copyOf(bytes, wanted);
            fault = memory.tryRead(address + available, bytes, available, wanted - available);
            long reached = fault == null ? wanted : fault.address() - address;
            available = (int) Math.max(available, Math.min(wanted, reached));
        }
        return true;
    }

    /** Returns how many bytes have been read. */
    int available() {
        return available;
    }

    /** Returns the bytes read so far; more of them than were asked for. */
    byte[] bytes() {
        return bytes;
    }

    /** Returns why the window ends where it does, or null when nothing was unreadable so far. */
    @Nullable
    Fault fault() {
        return fault;
    }
}
