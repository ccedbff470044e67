package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.LogRecord;
import java.util.function.Consumer;

/** The kernel's log. */
public final class LogReader {
    /** Makes the reader; nothing is read yet. */
    public LogReader(Kernel kernel) {}

    /** Gives each record, as {@link Kernel#log} promises. */
    public void read(Consumer<LogRecord> action) {}
}
