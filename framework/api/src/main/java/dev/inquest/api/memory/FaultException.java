package dev.inquest.api.memory;

/**
 * Carries a {@link Fault} out of a read that returns a plain number. It has no stack trace and costs little; code that
 * builds rows catches it per cell (see {@code Cell.of}), so that an unreadable page costs one cell and never a command.
 */
public final class FaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    /** Wraps a fault. */
    public FaultException(Fault fault) {
        super(fault.message(), null, false, false);
        this.fault = fault;
    }

    /** Returns the reason. */
    public Fault fault() {
        return fault;
    }
}
