package dev.inquest.api.location;

/**
 * A part of a value, or all of it.
 *
 * @param bits how many bits, or 0 for all that the value's type has
 * @param place where they are
 */
public record Piece(long bits, Place place) {

    /** Where bits are. */
    public sealed interface Place {}

    /**
     * In memory.
     *
     * @param address runtime address
     * @param bitOffset distance in bits from there
     */
    public record InMemory(long address, long bitOffset) implements Place {}

    /**
     * In a register of the frame.
     *
     * @param number DWARF number
     * @param bitOffset distance in bits from its least significant bit
     */
    public record InRegister(int number, long bitOffset) implements Place {}

    /**
     * A number that was computed, of at most 64 bits.
     *
     * @param value its bits
     * @param bitOffset distance in bits from the least significant bit
     */
    public record Computed(long value, long bitOffset) implements Place {}

    /**
     * Bytes that the debug information has, as they would lie in memory.
     *
     * @param bytes the bytes; not to be changed
     * @param bitOffset distance in bits from their beginning
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Bytes(byte[] bytes, long bitOffset) implements Place {}

    /**
     * Nowhere.
     *
     * @param reason why, in words
     * @param optimisedOut whether the compiler did not keep the value, or it was overwritten
     */
    public record Nowhere(String reason, boolean optimisedOut) implements Place {}
}
