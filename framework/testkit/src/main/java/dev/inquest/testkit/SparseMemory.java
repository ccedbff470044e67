package dev.inquest.testkit;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Little-endian memory of which only pages of 4096 bytes exist that a test wrote to. Counts its reads. Not safe for use by many threads. */
public final class SparseMemory implements Memory {
    private static final int PAGE_SHIFT = 12;
    private static final int PAGE_SIZE = 1 << PAGE_SHIFT;

    private final Map<Long, byte[]> pages = new TreeMap<>();
    private int reads;

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        reads++;
        for (int i = 0; i < length; i++) {
            byte[] page = existing(address + i);
            if (page == null) {
                return new Fault(Fault.Kind.EXCLUDED, address + i, "page not written by the test");
            }
            destination[offset + i] = page[(int) (address + i & PAGE_SIZE - 1)];
        }
        return null;
    }

    /** Returns how many reads there were since the last {@link #forgetReads}. */
    public int reads() {
        return reads;
    }

    /** Counts reads from zero again. */
    public void forgetReads() {
        reads = 0;
    }

    /** Writes a number of eight bytes. */
    public void put(long address, long value) {
        byte[] bytes = new byte[Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        put(address, bytes);
    }

    /** Writes text in UTF-8, without a zero behind it. */
    public void put(long address, String text) {
        put(address, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Writes bytes; pages that were not there begin as zeros. */
    public void put(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            page(address + i)[(int) (address + i & PAGE_SIZE - 1)] = bytes[i];
        }
    }

    /** Writes instructions of four bytes each. */
    public void code(long address, int... instructions) {
        byte[] bytes = new byte[Integer.BYTES * instructions.length];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().put(instructions);
        put(address, bytes);
    }

    /** Returns the page at an address, which begins as zeros when it was not there. */
    public byte[] page(long address) {
        return pages.computeIfAbsent(address >>> PAGE_SHIFT, pfn -> new byte[PAGE_SIZE]);
    }

    /** Returns the page at an address, or null when nothing was written there. */
    public byte @Nullable [] existing(long address) {
        return pages.get(address >>> PAGE_SHIFT);
    }

    /** Takes away the page at an address. */
    public void remove(long address) {
        pages.remove(address >>> PAGE_SHIFT);
    }
}
