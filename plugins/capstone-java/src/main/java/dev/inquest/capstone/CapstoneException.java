package dev.inquest.capstone;

/** Capstone cannot be used. The message is one line: what was wrong with which library. */
public final class CapstoneException extends Exception {
    private static final long serialVersionUID = 1L;

    CapstoneException(String message) {
        super(message);
    }
}
