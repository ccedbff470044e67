package dev.inquest.arch.arm64;

import org.jspecify.annotations.Nullable;

/** What a walk must know of the kernel's code. */
interface CodeMap {

    /** Returns whether code can lie at an address: in the kernel's half outside the linear map, and aligned as instructions are. */
    boolean code(long pc);

    /** Returns a return address without its pointer authentication code. */
    long strip(long pointer);

    /** Returns the name of the function that contains an address, by its symbol, or null. */
    @Nullable
    String function(long pc);

    /** Returns the address of that function's first instruction, or 0. */
    long entry(long pc);
}
