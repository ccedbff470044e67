package dev.inquest.expression;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import dev.inquest.api.types.FloatType;
import dev.inquest.api.types.Type;
import dev.inquest.api.types.Value;
import java.math.BigInteger;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Memory with a few more bytes, at an address that is canonical on no machine: they hold a computed number or a string. */
final class Immediate implements Memory {
    private static final long ADDRESS = 0x8000_0000_0000_0000L;
    private final Memory behind;
    private final long start;
    private final byte[] bytes;

    private Immediate(Memory behind, long start, byte[] bytes) {
        this.behind = behind;
        this.start = start;
        this.bytes = bytes;
    }

    /** Stores bytes, behind those of the memory before when that holds some as well. */
    static Value bytes(Memory behind, Type type, byte[] bytes) {
        long start = behind instanceof Immediate before ? before.start + before.bytes.length : ADDRESS;
        return new Value(new Immediate(behind, start, bytes), type, start);
    }

    /** Stores a number; one of {@code long double} becomes a {@code double}, in which it was reckoned. */
    static Value number(Memory behind, Type type, Number number) {
        boolean real = type.bare() instanceof FloatType;
        Type stored = real && type.bare().size() > 8 ? Numbers.DOUBLE : type;
        int size = (int) Math.clamp(stored.bare().size(), 1, 16);
        BigInteger bits = !real
                ? Numbers.whole(number)
                : size == 4
                        ? BigInteger.valueOf(Float.floatToRawIntBits(number.floatValue()))
                        : size == 8
                                ? BigInteger.valueOf(Double.doubleToRawLongBits(number.doubleValue()))
                                : BigInteger.valueOf(Float.floatToFloat16(number.floatValue()));
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            int index = behind.order() == ByteOrder.LITTLE_ENDIAN ? i : size - 1 - i;
            bytes[index] = bits.shiftRight(8 * i).byteValue();
        }
        return bytes(behind, stored, bytes);
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
        long first = address - start;
        if (first < 0 || first >= bytes.length) {
            return behind.tryRead(address, destination, offset, length);
        }
        // What is read beyond the end, as by a search for a NUL, is 0.
        for (int i = 0; i < length; i++) {
            destination[offset + i] = first + i < bytes.length ? bytes[(int) first + i] : 0;
        }
        return null;
    }
}
