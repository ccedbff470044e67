package dev.inquest.debuginfo.dwarf;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Kernel memory in which the bytes of one value lie that registers, constants and pieces of memory make up. They are at an address that no
 * machine maps (bits 48 to 62 are neither all set nor all clear), so that pointers in the value lead into the kernel's memory as ever.
 */
final class AssembledMemory implements Memory {
    /** Where the value is. */
    static final long BASE = 0x2a5a_0000_0000_0000L;

    private final Memory memory;
    private final byte[] bytes;
    private final byte[] known;
    private final @Nullable Fault fault;

    /**
     * A memory.
     *
     * @param memory kernel memory
     * @param bytes the value
     * @param known which bits of it are known
     * @param fault why others could not be read; null when they were optimised out
     */
    AssembledMemory(Memory memory, byte[] bytes, byte[] known, @Nullable Fault fault) {
        this.memory = memory;
        this.bytes = bytes;
        this.known = known;
        this.fault = fault;
    }

    @Override
    public ByteOrder order() {
        return memory.order();
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        if (Long.compareUnsigned(address - BASE, Math.max(1, bytes.length)) >= 0) {
            return memory.tryRead(address, destination, offset, length);
        }
        for (int i = 0; i < length; i++) {
            long at = address - BASE + i;
            if (at >= bytes.length) {
                return new Fault(Fault.Kind.NOT_MAPPED, address + i, "outside the variable");
            }
            if (known[(int) at] == 0) {
                return fault != null
                        ? fault
                        : new Fault(Fault.Kind.OPTIMISED_OUT, address + i, "the compiler kept no value of it here");
            }
            destination[offset + i] = bytes[(int) at];
        }
        return null;
    }
}
