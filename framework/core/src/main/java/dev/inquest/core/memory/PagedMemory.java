package dev.inquest.core.memory;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads of all kinds over pages. Numbers inside one page are read in place. */
abstract class PagedMemory implements Memory {
    private final boolean little;
    private final int pageShift;
    private final int pageMask;

    PagedMemory(ByteOrder order, int pageSize) {
        if (Integer.bitCount(pageSize) != 1 || pageSize < 16) {
            throw new IllegalArgumentException("page size " + pageSize);
        }
        little = order == ByteOrder.LITTLE_ENDIAN;
        pageShift = Integer.numberOfTrailingZeros(pageSize);
        pageMask = pageSize - 1;
    }

    /** Returns a page by its number: address divided by page size. */
    abstract CachedPage page(long number);

    final int pageSize() {
        return pageMask + 1;
    }

    @Override
    public final ByteOrder order() {
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    @Override
    public final @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, destination.length);
        int done = 0;
        while (done < length) {
            long at = address + done;
            int inPage = (int) at & pageMask;
            int chunk = Math.min(length - done, pageSize() - inPage);
            CachedPage page = page(at >>> pageShift);
            ByteBuffer bytes = page.bytes();
            if (bytes == null) {
                return fault(page, at);
            }
            bytes.get(inPage, destination, offset + done, chunk);
            done += chunk;
        }
        return null;
    }

    @Override
    public final int u8(long address) {
        return bytesAt(address).get((int) address & pageMask) & 0xff;
    }

    @Override
    public final int u16(long address) {
        int inPage = (int) address & pageMask;
        if (inPage > pageMask - 1) {
            return (int) scattered(address, 2);
        }
        short value = bytesAt(address).getShort(inPage);
        return (little ? value : Short.reverseBytes(value)) & 0xffff;
    }

    @Override
    public final int i32(long address) {
        int inPage = (int) address & pageMask;
        if (inPage > pageMask - 3) {
            return (int) scattered(address, 4);
        }
        int value = bytesAt(address).getInt(inPage);
        return little ? value : Integer.reverseBytes(value);
    }

    @Override
    public final long u32(long address) {
        return i32(address) & 0xffffffffL;
    }

    @Override
    public final long u64(long address) {
        int inPage = (int) address & pageMask;
        if (inPage > pageMask - 7) {
            return scattered(address, 8);
        }
        long value = bytesAt(address).getLong(inPage);
        return little ? value : Long.reverseBytes(value);
    }

    @Override
    public final long pointer(long address) {
        return u64(address);
    }

    @Override
    public final long unsigned(long address, int size) {
        return switch (size) {
            case 1 -> u8(address);
            case 2 -> u16(address);
            case 4 -> u32(address);
            case 8 -> u64(address);
            default -> scattered(address, Objects.checkIndex(size, 9));
        };
    }

    /** Reads a number byte by byte. */
    private long scattered(long address, int size) {
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = value << 8 | u8(address + (little ? size - 1 - i : i));
        }
        return value;
    }

    @Override
    public final String cString(long address, int maximum) {
        int inPage = (int) address & pageMask;
        int here = Math.min(maximum, pageSize() - inPage);
        ByteBuffer bytes = bytesAt(address);
        for (int i = 0; i < here; i++) {
            if (bytes.get(inPage + i) == 0) {
                return string(bytes, inPage, i);
            }
        }
        return here == maximum ? string(bytes, inPage, here) : longString(address, maximum);
    }

    private static String string(ByteBuffer bytes, int offset, int length) {
        byte[] copy = new byte[length];
        bytes.get(offset, copy, 0, length);
        return new String(copy, StandardCharsets.UTF_8);
    }

    /** Reads a string that goes beyond its first page, page by page, so that a page behind its end is never asked for. */
    private String longString(long address, int maximum) {
        byte[] text = new byte[0];
        while (text.length < maximum) {
            int had = text.length;
            int inPage = (int) (address + had) & pageMask;
            int chunk = Math.min(maximum - had, pageSize() - inPage);
            text = Arrays.copyOf(text, had + chunk);
            Fault fault = tryRead(address + had, text, had, chunk);
            if (fault != null) {
                throw new FaultException(fault);
            }
            for (int i = had; i < text.length; i++) {
                if (text[i] == 0) {
                    return new String(text, 0, i, StandardCharsets.UTF_8);
                }
            }
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private ByteBuffer bytesAt(long address) {
        CachedPage page = page(address >>> pageShift);
        ByteBuffer bytes = page.bytes();
        if (bytes == null) {
            throw new FaultException(fault(page, address));
        }
        return bytes;
    }

    /** Returns the page's fault at the address that was asked for. */
    private static Fault fault(CachedPage page, long address) {
        Fault fault = Objects.requireNonNull(page.fault());
        return fault.address() == address ? fault : new Fault(fault.kind(), address, fault.detail());
    }
}
