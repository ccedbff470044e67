package dev.inquest.shell.parse;

/** A line cannot be understood; the message is one line for users. */
public final class LineException extends Exception {
    private static final long serialVersionUID = 1L;

    LineException(String message) {
        super(message);
    }
}
