package dev.inquest.api.layout;

import dev.inquest.api.arch.Registers;
import dev.inquest.api.location.UnknownValueException;
import dev.inquest.api.memory.Memory;
import org.jspecify.annotations.Nullable;

/** What is known of one frame of a stack, for those who look for its variables. */
public interface FrameState {

    /** Returns the address of the instruction itself: the program counter, or for a call one less than the return address. */
    long instruction();

    /** Returns the program counter: for a call the return address. */
    long pc();

    /** Returns whether the frame called the one above it, and was not interrupted. */
    boolean call();

    /** Returns the registers, as far as they are known in this frame. */
    Registers registers();

    /** Returns the memory that the stack and all pointers are in. */
    Memory memory();

    /** Returns the canonical frame address (DWARF 5, section 6.4), or throws with the reason. */
    long cfa() throws UnknownValueException;

    /** Returns the frame that called this one; null when it was not called, or the caller is not known. */
    @Nullable
    FrameState caller();
}
