package dev.inquest.core.model;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.LogRecord;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.types.MissingTypeException;
import dev.inquest.core.model.log.LogForm;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** The kernel's log, in whichever form the kernel keeps it. */
public final class LogReader {
    private final Kernel kernel;
    private final Consumer<Diagnostic> remarks;
    private final Set<String> said = new HashSet<>();

    /**
     * Makes the reader; nothing is read yet.
     *
     * @param kernel the kernel
     * @param remarks told of damage, once
     */
    public LogReader(Kernel kernel, Consumer<Diagnostic> remarks) {
        this.kernel = kernel;
        this.remarks = remarks;
    }

    /** Makes the reader without anybody to tell of damage; nothing is read yet. */
    public LogReader(Kernel kernel) {
        this(kernel, diagnostic -> {});
    }

    /** Gives each record, as {@link Kernel#log} promises. */
    public void read(Consumer<LogRecord> action) {
        try {
            LogForm form = LogForm.of(kernel);
            if (form == null) {
                remark("the kernel's log was not found: neither prb nor log_buf is among the symbols");
            } else {
                form.read(action, this::remark);
            }
        } catch (FaultException | MissingTypeException e) {
            remark("the kernel's log cannot be read: " + e.getMessage());
        }
    }

    private void remark(String message) {
        boolean first;
        synchronized (said) {
            first = said.add(message);
        }
        if (first) {
            remarks.accept(new Diagnostic(Diagnostic.Severity.WARNING, message));
        }
    }
}
