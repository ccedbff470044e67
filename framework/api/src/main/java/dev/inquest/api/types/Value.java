package dev.inquest.api.types;

import dev.inquest.api.memory.Memory;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A typed object in memory. Nothing is read before a number, string or pointer is asked for. Methods that read throw
 * {@link dev.inquest.api.memory.FaultException}; those that look up names throw {@link MissingTypeException}.
 *
 * @param memory the address space it lies in
 * @param type its type
 * @param address its address in bytes
 * @param bitShift for bit-fields, the distance in bits from {@code address} to the field; otherwise 0
 * @param bitFieldSize width in bits of a bit-field, otherwise 0
 */
public record Value(Memory memory, Type type, long address, int bitShift, int bitFieldSize) {

    /** Makes a value that is not a bit-field. */
    public Value(Memory memory, Type type, long address) {
        this(memory, type, address, 0, 0);
    }

    /**
     * Returns a member; a pointer to a struct is followed first, as with C's {@code ->}.
     *
     * @param path as in {@link StructType#find}
     */
    public Value member(String path) {
        return findMember(path)
                .orElseThrow(() -> new MissingTypeException(structOf().spelling() + " has no member " + path));
    }

    /** Returns a member as {@link #member} does, or nothing when this kernel's struct has none of that name. */
    public Optional<Value> findMember(String path) {
        StructType struct = structOf();
        StructType.@Nullable Place place = struct.find(path);
        if (place == null) {
            return Optional.empty();
        }
        long base = type.bare() instanceof PointerType ? asLong() : address;
        return Optional.of(new Value(
                memory,
                place.type(),
                base + place.offset(),
                place.bitFieldSize() == 0 ? 0 : (int) (place.bitOffset() & 7),
                place.bitFieldSize()));
    }

    private StructType structOf() {
        Type bare = type.bare();
        if (bare instanceof PointerType pointer) {
            bare = pointer.target().bare();
        }
        if (bare instanceof StructType struct) {
            return struct;
        }
        throw new MissingTypeException(type.spelling() + " is not a struct");
    }

    /** Returns an element of an array, or what lies {@code index} elements behind a pointer; the index is not checked. */
    public Value index(long index) {
        Type bare = type.bare();
        // Not a switch over types: the first one of a process generates a class, which takes milliseconds.
        if (bare instanceof ArrayType array) {
            Type element = array.element();
            return new Value(memory, element, address + index * element.size());
        }
        if (bare instanceof PointerType pointer) {
            Type target = pointer.target();
            return new Value(memory, target, asLong() + index * Math.max(1, target.size()));
        }
        throw new MissingTypeException(type.spelling() + " is neither array nor pointer");
    }

    /** Returns what a pointer points at. */
    public Value deref() {
        return index(0);
    }

    /** Returns the same address with another type. */
    public Value cast(Type other) {
        return new Value(memory, other, address);
    }

    /** Reads an integer, enumeration, bool or pointer; sign-extended where its type is signed. */
    public long asLong() {
        Type bare = type.bare();
        int size = (int) bare.size();
        if (size < 1 || size > 16 || bare instanceof StructType || bare instanceof ArrayType) {
            throw new MissingTypeException(type.spelling() + " is not a number");
        }
        boolean signed = bare instanceof IntType integer ? integer.signed() : bare instanceof EnumType e && e.signed();
        if (size > 8) {
            return asBigInteger().longValue();
        }
        if (bitFieldSize == 0) {
            long raw = memory.unsigned(address, size);
            int unused = 64 - size * 8;
            return signed ? raw << unused >> unused : raw;
        }
        int bytes = (bitShift + bitFieldSize + 7) / 8;
        if (bytes > 8) {
            return asBigInteger().longValue();
        }
        long raw = memory.unsigned(address, bytes);
        if (memory.order() == ByteOrder.BIG_ENDIAN) {
            raw >>>= bytes * 8 - bitShift - bitFieldSize;
        } else {
            raw >>>= bitShift;
        }
        int unused = 64 - bitFieldSize;
        return signed ? raw << unused >> unused : raw << unused >>> unused;
    }

    /**
     * Reads an integer of any size, such as {@code __int128} or a bit-field of 64 bits that does not begin at a byte; its sign is that of its type.
     */
    public BigInteger asBigInteger() {
        Type bare = type.bare();
        int size = (int) bare.size();
        if (size < 1 || size > 16 || bare instanceof StructType || bare instanceof ArrayType) {
            throw new MissingTypeException(type.spelling() + " is not a number");
        }
        int bytes = bitFieldSize == 0 ? size : (bitShift + bitFieldSize + 7) / 8;
        byte[] raw = memory.bytes(address, bytes);
        BigInteger number = BigInteger.ZERO;
        for (int i = 0; i < bytes; i++) {
            int index = memory.order() == ByteOrder.LITTLE_ENDIAN ? bytes - 1 - i : i;
            number = number.shiftLeft(8).or(BigInteger.valueOf(raw[index] & 0xff));
        }
        int width = bitFieldSize == 0 ? size * 8 : bitFieldSize;
        if (bitFieldSize != 0) {
            boolean big = memory.order() == ByteOrder.BIG_ENDIAN;
            number = number.shiftRight(big ? bytes * 8 - bitShift - bitFieldSize : bitShift);
            number = number.and(BigInteger.ONE.shiftLeft(width).subtract(BigInteger.ONE));
        }
        boolean signed = bare instanceof IntType integer ? integer.signed() : bare instanceof EnumType e && e.signed();
        return signed && number.testBit(width - 1) ? number.subtract(BigInteger.ONE.shiftLeft(width)) : number;
    }

    /**
     * Reads a floating-point number of 2, 4 or 8 bytes (IEEE 754), or of 16 bytes: on x86 the extended format with 64 bits of mantissa
     * (Intel SDM volume 1, 4.2.2), elsewhere IEEE 754's binary128. The latter two are rounded to a {@code double}.
     */
    public double asDouble() {
        return Floats.read(this);
    }

    /**
     * Reads a string: the characters of a char array up to its NUL, or at most 4096 bytes of an array without a count or behind
     * a char pointer.
     */
    public String asString() {
        if (type.bare() instanceof ArrayType array && array.count() >= 0) {
            byte[] bytes = memory.bytes(address, (int) Math.max(0, Math.min(array.size(), 1 << 20)));
            int length = 0;
            while (length < bytes.length && bytes[length] != 0) {
                length++;
            }
            return new String(bytes, 0, length, StandardCharsets.UTF_8);
        }
        return memory.cString(type.bare() instanceof ArrayType ? address : asLong(), 4096);
    }
}
