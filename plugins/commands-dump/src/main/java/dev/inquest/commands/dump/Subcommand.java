package dev.inquest.commands.dump;

import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import java.util.List;

/** What one word behind {@code dump} does. */
public interface Subcommand {

    /** Returns the word. */
    String name();

    /**
     * Runs it.
     *
     * @param invocation options and everything to work on
     * @param operands what follows the word
     * @param tools services
     */
    Result run(Invocation invocation, List<String> operands, Tools tools) throws CommandException;
}
