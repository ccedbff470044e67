package dev.inquest.api.layout;

import org.jspecify.annotations.Nullable;

/**
 * A symbol at its runtime address.
 *
 * @param name its name
 * @param address runtime virtual address
 * @param size bytes, or 0 when its source does not tell
 * @param kind nm's letter: {@code T t} text, {@code D d} data, {@code B b} bss, {@code R r} read-only, {@code A a} absolute,
 *     {@code W w V v} weak; upper case for global
 * @param module the module that it belongs to, or null for the kernel itself
 * @param source the layout source that told it, for instance {@code "symtab of vmlinux"}
 */
public record Symbol(
        String name,
        long address,
        long size,
        char kind,
        @Nullable String module,
        String source) {

    /** Returns whether the symbol stands for code. */
    public boolean text() {
        return kind == 'T' || kind == 't' || kind == 'W' || kind == 'w';
    }
}
