package dev.inquest.arch.ppc64le;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Memory of which only written pages exist. Counts its reads. */
final class SparseMemory implements Memory {
    final Map<Long, byte[]> pages = new TreeMap<>();
    int reads;

    @Override
    public ByteOrder order() {
        return ByteOrder.LITTLE_ENDIAN;
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        reads++;
        for (int i = 0; i < length; i++) {
            byte[] page = pages.get(address + i >>> 12);
            if (page == null) {
                return new Fault(Fault.Kind.EXCLUDED, address + i, "page not written by the test");
            }
            destination[offset + i] = page[(int) (address + i & 0xfff)];
        }
        return null;
    }

    void put(long address, long value) {
        byte[] bytes = new byte[8];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(value);
        put(address, bytes);
    }

    /** Writes an entry of a page table, big-endian. */
    void entry(long address, long value) {
        put(address, Long.reverseBytes(value));
    }

    /** Writes instructions. */
    void code(long address, int... instructions) {
        for (int i = 0; i < instructions.length; i++) {
            byte[] bytes = new byte[4];
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(instructions[i]);
            put(address + 4L * i, bytes);
        }
    }

    void put(long address, String text) {
        put(address, text.getBytes(StandardCharsets.UTF_8));
    }

    void put(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            page(address + i)[(int) (address + i & 0xfff)] = bytes[i];
        }
    }

    byte[] page(long address) {
        return pages.computeIfAbsent(address >>> 12, pfn -> new byte[4096]);
    }
}
