package dev.inquest.shell;

/** The program's command line is wrong; the message is one line for users. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
