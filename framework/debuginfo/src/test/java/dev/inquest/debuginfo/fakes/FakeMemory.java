package dev.inquest.debuginfo.fakes;

import dev.inquest.api.memory.Fault;
import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Memory that consists of the pieces that were put into it; all else is not mapped. */
public final class FakeMemory implements Memory {
    private final ByteOrder order;
    private final TreeMap<Long, byte[]> pieces = new TreeMap<>(Long::compareUnsigned);

    public FakeMemory(ByteOrder order) {
        this.order = order;
    }

    public void put(long address, byte[] bytes) {
        pieces.put(address, bytes);
    }

    /** Puts numbers of 8 bytes. */
    public void putLongs(long address, long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * 8).order(order);
        for (long number : numbers) {
            bytes.putLong(number);
        }
        put(address, bytes.array());
    }

    @Override
    public ByteOrder order() {
        return order;
    }

    @Override
    public @Nullable Fault tryRead(long address, byte[] destination, int offset, int length) {
        for (int i = 0; i < length; ) {
            Map.Entry<Long, byte[]> piece = pieces.floorEntry(address + i);
            long at = piece == null ? -1 : address + i - piece.getKey();
            if (piece == null || at < 0 || at >= piece.getValue().length) {
                return new Fault(Fault.Kind.NOT_MAPPED, address + i, "nothing was put here");
            }
            int part = (int) Math.min(length - i, piece.getValue().length - at);
            System.arraycopy(piece.getValue(), (int) at, destination, offset + i, part);
            i += part;
        }
        return null;
    }
}
