package dev.inquest.api.tree;

import dev.inquest.api.memory.Memory;
import java.nio.ByteOrder;

/** Pointers out of bytes that were read at once. */
final class Slots {
    private Slots() {}

    static long number(byte[] bytes, int index, Memory memory) {
        int size = memory.pointerSize();
        long value = 0;
        for (int i = 0; i < size; i++) {
            int at = index * size + (memory.order() == ByteOrder.LITTLE_ENDIAN ? size - 1 - i : i);
            value = value << 8 | bytes[at] & 0xff;
        }
        return value;
    }
}
