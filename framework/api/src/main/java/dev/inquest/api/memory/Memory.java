package dev.inquest.api.memory;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One address space of a dump: physical, kernel virtual, or that of a process. Reads may cross pages. Implementations are
 * safe for use by many threads at once.
 *
 * <p>Scalars are read in the byte order of the dump's machine, whatever the host's. A read that fails throws
 * {@link FaultException}; {@link #tryRead} returns the fault instead.
 */
@ProviderType
public interface Memory {

    /** Returns the byte order of the machine that was dumped. */
    ByteOrder order();

    /** Returns the size of a pointer in bytes: 8 on every machine supported so far. */
    default int pointerSize() {
        return 8;
    }

    /**
     * Copies memory.
     *
     * @param address where to begin
     * @param destination receives the bytes
     * @param offset index of the first byte in {@code destination}
     * @param length how many bytes
     * @return null when all bytes were copied, otherwise the first fault; bytes before it have been copied
     */
    @Nullable
    Fault tryRead(long address, byte[] destination, int offset, int length);

    /** Returns {@code length} bytes at {@code address}, or throws {@link FaultException}. */
    default byte[] bytes(long address, int length) {
        byte[] bytes = new byte[length];
        Fault fault = tryRead(address, bytes, 0, length);
        if (fault != null) {
            throw new FaultException(fault);
        }
        return bytes;
    }

    /** Reads an unsigned byte. */
    default int u8(long address) {
        return bytes(address, 1)[0] & 0xff;
    }

    /** Reads an unsigned 16-bit number. */
    default int u16(long address) {
        return (int) unsigned(address, 2);
    }

    /** Reads a signed 32-bit number. */
    default int i32(long address) {
        return (int) unsigned(address, 4);
    }

    /** Reads an unsigned 32-bit number. */
    default long u32(long address) {
        return unsigned(address, 4);
    }

    /** Reads a 64-bit number; unsigned values above 2^63 come as negative longs. */
    default long u64(long address) {
        return unsigned(address, 8);
    }

    /** Reads a pointer. */
    default long pointer(long address) {
        return pointerSize() == 8 ? u64(address) : u32(address);
    }

    /**
     * Reads an unsigned number of 1 to 8 bytes.
     *
     * @param address where the number begins
     * @param size its size in bytes
     */
    default long unsigned(long address, int size) {
        byte[] bytes = bytes(address, size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            int index = order() == ByteOrder.LITTLE_ENDIAN ? size - 1 - i : i;
            value = value << 8 | bytes[index] & 0xff;
        }
        return value;
    }

    /**
     * Reads a NUL-terminated string as UTF-8; malformed bytes become U+FFFD.
     *
     * @param address where the string begins
     * @param maximum how many bytes to look at when there is no NUL
     */
    default String cString(long address, int maximum) {
        byte[] bytes = new byte[maximum];
        int length = 0;
        while (length < maximum) {
            int chunk = (int) Math.min(maximum - length, 64 - (address + length & 63));
            Fault fault = tryRead(address + length, bytes, length, chunk);
            if (fault != null) {
                throw new FaultException(fault);
            }
            for (int i = 0; i < chunk; i++) {
                if (bytes[length + i] == 0) {
                    return new String(bytes, 0, length + i, StandardCharsets.UTF_8);
                }
            }
            length += chunk;
        }
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
