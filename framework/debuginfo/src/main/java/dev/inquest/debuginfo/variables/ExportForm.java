package dev.inquest.debuginfo.variables;

import dev.inquest.debuginfo.variables.search.Words;

/**
 * How an entry of the table of exported symbols is laid out: {@code struct kernel_symbol} (include/linux/export-internal.h, export.h). Each
 * of its members is a pointer, or since Linux 4.19 (commit 7290d5809571), on machines that have such relocations, the distance of what
 * it would point at from itself, in 32 bits. The name space came with Linux 5.4 (commit 8651ec01daed).
 *
 * <pre>
 * entry := value name [namespace]
 * </pre>
 */
enum ExportForm {
    DISTANCES_WITH_NAMESPACE(4, 3),
    DISTANCES(4, 2),
    POINTERS_WITH_NAMESPACE(8, 3),
    POINTERS(8, 2);

    private final int width;
    private final int members;

    ExportForm(int width, int members) {
        this.width = width;
        this.members = members;
    }

    /** Returns the bytes of one member, which entries are aligned to. */
    int width() {
        return width;
    }

    /** Returns the bytes of one entry. */
    int size() {
        return width * members;
    }

    /** Returns where an entry's value points. */
    long value(Words words, int at) {
        return target(words, at);
    }

    /** Returns where an entry's name stands. */
    long name(Words words, int at) {
        return target(words, at + width);
    }

    private long target(Words words, int at) {
        return width == 4 ? words.address(at) + words.i32(at) : words.u64(at);
    }
}
