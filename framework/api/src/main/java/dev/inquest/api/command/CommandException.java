package dev.inquest.api.command;

import org.jspecify.annotations.Nullable;

/** A command was used wrongly or cannot do what was asked. The message is one line for users: what was wrong and what to do. */
public class CommandException extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean usage;

    private CommandException(String message, boolean usage, @Nullable Throwable cause) {
        super(message, cause);
        this.usage = usage;
    }

    /** The command line was wrong: an unknown option, a missing argument, text that is no number. */
    public static CommandException usage(String message) {
        return new CommandException(message, true, null);
    }

    /** The command could not do what was asked: no such task, no such symbol. */
    public static CommandException failed(String message) {
        return new CommandException(message, false, null);
    }

    /**
     * The command could not do what was asked.
     *
     * @param message for users, whole without the cause
     * @param cause what a caller may want to tell apart, for instance an {@link dev.inquest.api.kernel.OtherKernelException}
     */
    public static CommandException failed(String message, Throwable cause) {
        return new CommandException(message, false, cause);
    }

    /** Returns whether the command line was wrong. */
    public boolean usage() {
        return usage;
    }
}
