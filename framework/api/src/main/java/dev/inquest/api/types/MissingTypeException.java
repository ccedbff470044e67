package dev.inquest.api.types;

/**
 * The kernel at hand has no such type, member or symbol. Like a fault it costs a cell and not a command; it has no stack trace.
 */
public final class MissingTypeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception; the message says what is missing, for instance {@code "struct mm_struct has no member mm_mt"}. */
    public MissingTypeException(String message) {
        super(message, null, false, false);
    }
}
