package dev.inquest.core.model.log;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.types.MissingTypeException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One form of the log. */
public sealed interface LogForm permits RingLog, RecordLog, TextLog {

    /**
     * Gives each record that can be read, oldest first.
     *
     * @param action gets the records
     * @param remark told of damage, one sentence each
     */
    void read(Consumer<LogRecord> action, Consumer<String> remark);

    /**
     * Finds the form that a kernel has, by what its symbols and types contain; null when there is no log to be found.
     *
     * @throws MissingTypeException when there is one but its layout is not known
     */
    static @Nullable LogForm of(Kernel kernel) {
        LogLayout layout = new LogLayout(kernel);
        if (layout.symbol("prb").isPresent()) {
            return new RingLog(kernel.memory(), layout);
        }
        if (layout.symbol("log_buf").isEmpty()) {
            return null;
        }
        return layout.symbol("log_first_idx").isPresent()
                ? new RecordLog(kernel.memory(), layout)
                : new TextLog(kernel.memory(), layout);
    }
}
