package dev.inquest.api.types;

/** A list or tree of the kernel does not hang together: a cycle, or a link that leads back wrongly. It has no stack trace. */
public final class CorruptListException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception; the message says which link is wrong and where. */
    public CorruptListException(String message) {
        super(message, null, false, false);
    }
}
