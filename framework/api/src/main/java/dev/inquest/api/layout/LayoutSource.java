package dev.inquest.api.layout;

import org.jspecify.annotations.Nullable;

/**
 * One source of layouts at runtime addresses, for the kernel or one module. Each part is null when the source does not have
 * it. Safe for use by many threads.
 */
public interface LayoutSource extends AutoCloseable {

    /** Returns the name for users, for instance {@code "DWARF 5 of vmlinux-6.1"} or {@code "BTF in the dump"}. */
    String describe();

    /** Returns the types, or null. */
    default @Nullable TypeSource types() {
        return null;
    }

    /** Returns the symbols, or null. */
    default @Nullable SymbolSource symbols() {
        return null;
    }

    /** Returns the lines, or null. */
    default @Nullable LineSource lines() {
        return null;
    }

    /** Returns the unwind tables, or null. */
    default @Nullable UnwindSource unwind() {
        return null;
    }

    /** Returns the arguments and local variables of functions, or null. */
    default @Nullable VariableSource variables() {
        return null;
    }

    @Override
    default void close() {}
}
