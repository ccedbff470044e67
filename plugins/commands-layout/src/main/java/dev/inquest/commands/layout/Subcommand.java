package dev.inquest.commands.layout;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import java.util.List;

/** What one word behind {@code layout} does. */
interface Subcommand {

    /** Returns the word. */
    String name();

    /**
     * Runs it.
     *
     * @param invocation options and everything to work on
     * @param operands what follows the word
     */
    Result run(Invocation invocation, List<String> operands) throws CommandException;
}
