package dev.inquest.api.location;

/** A value cannot be computed, with the reason in words for users: a register is not known, an expression is damaged. It has no stack trace. */
public final class UnknownValueException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean lost;

    private UnknownValueException(String reason, boolean lost) {
        super(reason, null, false, false);
        this.lost = lost;
    }

    /** Makes an exception for something that stands in the way. */
    public UnknownValueException(String reason) {
        this(reason, false);
    }

    /** Makes an exception for a value that the compiler did not keep, or that was overwritten since. */
    public static UnknownValueException optimisedOut(String reason) {
        return new UnknownValueException(reason, true);
    }

    /** Returns the reason. */
    public String reason() {
        return String.valueOf(getMessage());
    }

    /** Returns whether the value is lost for good: the compiler did not keep it, or it was overwritten. */
    public boolean optimisedOut() {
        return lost;
    }
}
