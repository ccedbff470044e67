package dev.inquest.api.arch;

/**
 * A stack in memory.
 *
 * @param name what results call it: {@code "task"}, {@code "irq"}, {@code "nmi"}, …
 * @param low its lowest address
 * @param high the first address above it; a stack pointer has this value when the stack is empty
 */
public record StackArea(String name, long low, long high) {

    /** Returns whether a stack pointer points into the stack. */
    public boolean holds(long sp) {
        return Long.compareUnsigned(sp, low) >= 0 && Long.compareUnsigned(sp, high) <= 0;
    }
}
