package dev.inquest.arch.x8664;

import org.jspecify.annotations.Nullable;

/** What a walk must know of the kernel's code. */
interface CodeMap {

    /** Returns whether code can lie at an address: in the kernel's image or where modules and generated code are loaded. */
    boolean code(long pc);

    /** Returns the name of the function that contains an address, by its symbol, or null. */
    @Nullable
    String function(long pc);

    /** Returns the address of that function's first instruction, or 0. */
    long entry(long pc);
}
