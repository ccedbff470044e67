package dev.inquest.api.command;

import dev.inquest.api.result.Result;

/** Service of plugins that add a command. A command reads and returns rows; it never prints. */
public interface Command {

    /** Returns the declaration; called often, so it should be a constant. */
    CommandSpec spec();

    /**
     * Runs the command. Commands are shared by all sessions and have no state of their own.
     *
     * @param invocation arguments and everything to work on
     * @return the result; what could not be read is in it as cells with a reason
     * @throws CommandException when it was used wrongly or cannot do what was asked
     */
    Result run(Invocation invocation) throws CommandException;

    /** Returns whether options end at the first operand, because what follows is a command line of its own. */
    default boolean leadingOptions() {
        return false;
    }
}
