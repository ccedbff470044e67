package dev.inquest.api.layout;

import org.jspecify.annotations.Nullable;

/** Unwind tables by runtime address. Safe for use by many threads. */
public interface UnwindSource {

    /** Returns the row for an instruction, or null when the source does not cover it. */
    @Nullable
    UnwindRow row(long pc);
}
