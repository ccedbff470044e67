package dev.inquest.api.image;

import org.jspecify.annotations.Nullable;

/** A file could not be opened. The message is one line for users: which file, what was wrong, what to do. */
public class OpenException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Makes an exception with a message for users. */
    public OpenException(String message) {
        super(message);
    }

    /** Makes an exception with a message for users and the cause for developers. */
    public OpenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
