package dev.inquest.launcher;

/** The command line makes no sense. The message is one line for users. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
