package dev.inquest.format.kdump;

import org.jspecify.annotations.Nullable;

/** A page's data cannot be unpacked. It costs no stack trace; the message completes "the page's data is damaged: …". */
final class DamagedPageException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedPageException(@Nullable String message) {
        super(message == null ? "not well-formed" : message, null, false, false);
    }
}
