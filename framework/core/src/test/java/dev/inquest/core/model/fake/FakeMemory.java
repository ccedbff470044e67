package dev.inquest.core.model.fake;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Memory of which only what was written is there, byte by byte. */
public final class FakeMemory implements Memory {
    private final ByteOrder order;
    private final Map<Long, Byte> bytes = new HashMap<>();

    /** Makes empty memory. */
    public FakeMemory(ByteOrder order) {
        this.order = order;
    }

    @Override
    public ByteOrder order() {
        return order;
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        for (int i = 0; i < length; i++) {
            Byte found = bytes.get(address + i);
            if (found == null) {
                return new Fault(Fault.Kind.EXCLUDED, address + i, "page excluded by dump level 31");
            }
            destination[offset + i] = found;
        }
        return null;
    }

    /** Writes zeros. */
    public void zero(long address, long length) {
        for (long i = 0; i < length; i++) {
            bytes.put(address + i, (byte) 0);
        }
    }

    /** Takes bytes away. */
    public void remove(long address, long length) {
        for (long i = 0; i < length; i++) {
            bytes.remove(address + i);
        }
    }

    /** Writes a number of 1 to 8 bytes. */
    public void put(long address, long value, int size) {
        for (int i = 0; i < size; i++) {
            int shift = order == ByteOrder.LITTLE_ENDIAN ? i * 8 : (size - 1 - i) * 8;
            bytes.put(address + i, (byte) (value >>> shift));
        }
    }

    /** Writes a pointer. */
    public void pointer(long address, long value) {
        put(address, value, 8);
    }

    /** Writes text without a NUL behind it. */
    public void text(long address, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < encoded.length; i++) {
            bytes.put(address + i, encoded[i]);
        }
    }

    /** Writes text and a NUL behind it. */
    public void string(long address, String text) {
        text(address, text + "\0");
    }

    /** Links nodes into a circular list behind a head. */
    public void list(long head, long... nodes) {
        long before = head;
        for (long node : nodes) {
            link(before, node);
            before = node;
        }
        link(before, head);
    }

    /** Links two nodes of a list. */
    public void link(long node, long next) {
        pointer(node, next);
        pointer(next + 8, node);
    }
}
