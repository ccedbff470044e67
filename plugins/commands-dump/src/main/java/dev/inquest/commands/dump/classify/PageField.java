package dev.inquest.commands.dump.classify;

import java.nio.ByteOrder;

/**
 * A number in a structure that was read as 64-bit words.
 *
 * @param word the index of the word from the structure's beginning
 * @param shift distance in bits from the word's lowest to the number's lowest
 * @param mask the number's bits, behind the shift
 */
record PageField(int word, int shift, long mask) {

    /**
     * Makes the field at an offset, which must not cross a boundary of 8 bytes.
     *
     * @param offset bytes from the structure's beginning
     * @param size bytes of the number, 1 to 8
     * @param order byte order of the machine
     */
    static PageField at(long offset, int size, ByteOrder order) {
        int inWord = (int) offset & 7;
        int shift = 8 * (order == ByteOrder.LITTLE_ENDIAN ? inWord : 8 - inWord - size);
        return new PageField((int) (offset >> 3), shift, size == 8 ? -1 : (1L << 8 * size) - 1);
    }

    /** Returns the number in the structure that begins at a word. */
    long of(long[] words, int start) {
        return words[start + word] >>> shift & mask;
    }
}
