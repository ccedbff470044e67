package dev.inquest.api.location;

import dev.inquest.api.memory.Memory;
import java.nio.ByteBuffer;

/**
 * What an expression asks about the frame and the unit of debug information that it belongs to. Whatever is not there throws, with the
 * reason; so do the defaults.
 */
public interface Surroundings {

    /** Returns the memory that addresses lead into; reads that fail throw {@link dev.inquest.api.memory.FaultException}. */
    Memory memory();

    /** Returns a register's value in this frame, by its DWARF number of the architecture's psABI. */
    long register(int number) throws UnknownValueException;

    /** Returns the canonical frame address ({@code DW_OP_call_frame_cfa}). */
    default long cfa() throws UnknownValueException {
        throw new UnknownValueException("the frame's address is not known");
    }

    /** Returns the frame base ({@code DW_OP_fbreg}). */
    default long frameBase() throws UnknownValueException {
        throw new UnknownValueException("the function has no frame base");
    }

    /** Returns the runtime address of an address as linked ({@code DW_OP_addr}). */
    default long runtime(long linked) throws UnknownValueException {
        return linked;
    }

    /** Returns an entry of the unit's table of addresses, as linked ({@code DW_OP_addrx}, {@code DW_OP_constx}). */
    default long indexed(long index) throws UnknownValueException {
        throw new UnknownValueException("the expression needs a table of addresses");
    }

    /** Returns what an expression had as its value when the function was entered ({@code DW_OP_entry_value}). */
    default long entryValue(ByteBuffer expression) throws UnknownValueException {
        throw UnknownValueException.optimisedOut("the caller does not tell the value at entry");
    }

    /** Returns a base type ({@code DW_OP_convert} and others), by the offset of its entry in the unit. */
    default BaseType type(long offset) throws UnknownValueException {
        throw new UnknownValueException("the expression needs types");
    }

    /**
     * Returns the expression that another entry has as its location ({@code DW_OP_call2}, {@code DW_OP_call4}, {@code DW_OP_call_ref}).
     *
     * @param offset offset of the entry
     * @param inUnit whether it counts from the unit, and not from the beginning of the section
     */
    default ByteBuffer called(long offset, boolean inUnit) throws UnknownValueException {
        throw new UnknownValueException("the expression calls another one");
    }

    /** Returns the bytes of an offset in the expression: 4, or 8 in 64-bit DWARF. */
    default int offsetSize() {
        return 4;
    }

    /**
     * A type of numbers on the stack.
     *
     * @param size bytes, 1 to 8 where arithmetic is to work
     * @param encoding {@code DW_ATE_*}: 4 is a floating-point type, 5 and 6 are signed
     */
    record BaseType(int size, int encoding) {
        /** The type of addresses and of operations without a type. */
        public static final BaseType GENERIC = new BaseType(8, 0);

        /** Returns whether numbers are sign-extended: {@code DW_ATE_signed}, {@code DW_ATE_signed_char}. */
        public boolean signed() {
            return encoding == 5 || encoding == 6;
        }

        /** Returns whether this is {@code DW_ATE_float}. */
        public boolean floating() {
            return encoding == 4;
        }
    }
}
