package dev.inquest.arch.ppc64le;

import org.jspecify.annotations.Nullable;

/** What a walk must know of the kernel's code. */
interface CodeMap {

    /** Returns whether code can lie at an address: aligned, and inside a function or where modules and generated code are loaded. */
    boolean code(long pc);

    /** Returns the name of the function that contains an address, by its symbol, or null. */
    @Nullable
    String function(long pc);

    /** Returns the address of that function's first instruction, or 0. */
    long entry(long pc);

    /** Returns whether the code at an address is of the kernel's beginning, whose memory was given free since. */
    boolean freed(long pc);
}
