package dev.inquest.expression;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Memory with eight more bytes, at an address that is canonical on no machine: they hold a computed number. */
final class Immediate implements Memory {
    private static final long ADDRESS = 0x8000_0000_0000_0000L;
    private final Memory behind;
    private final long bits;

    private Immediate(Memory behind, long bits) {
        this.behind = behind;
        this.bits = bits;
    }

    static Value value(Memory behind, Type type, long bits) {
        return new Value(new Immediate(behind, bits), type, ADDRESS);
    }

    @Override
    public ByteOrder order() {
        return behind.order();
    }

    @Override
    public int pointerSize() {
        return behind.pointerSize();
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        long first = address - ADDRESS;
        if (first < 0 || first + length > 8) {
            return behind.tryRead(address, destination, offset, length);
        }
        for (int i = 0; i < length; i++) {
            // A number of n bytes begins at the first byte in both orders.
            int shift = (int) (order() == ByteOrder.LITTLE_ENDIAN ? first + i : length - 1 - first - i) * 8;
            destination[offset + i] = (byte) (bits >>> shift);
        }
        return null;
    }
}
