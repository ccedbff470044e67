package dev.inquest.api.command;

import dev.inquest.api.result.Result;
import java.util.OptionalInt;

/**
 * Service of plugins that add a command. A command reads and returns rows; it never prints.
 *
 * <p>A command is registered with its name and aliases as the service property {@link #NAME}, so that the shell finds it without
 * making an instance of every command at start:
 *
 * <pre>
 * &#64;Component(service = Command.class, property = "inquest.command=ps")
 * public final class PsCommand implements Command
 *
 * &#64;Component(service = Command.class, property = {"inquest.command=log", "inquest.command=dmesg"}) // with an alias
 * public final class LogCommand implements Command
 * </pre>
 *
 * A command without the property works too; the shell then makes an instance to ask {@link #spec()} when a word is no name that it
 * knows. When several commands have one name, the service of the highest ranking serves.
 */
public interface Command {

    /** The service property with the command's name and its aliases: a string, or several. */
    String NAME = "inquest.command";

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

    /**
     * Returns the exit code that one run of this command stands for; nothing for the usual one of the result's status. For commands that
     * stand in for another program, whose callers go by its codes.
     *
     * @param result what {@link #run} returned, or a failed result when the arguments were wrong or it threw
     */
    default OptionalInt exitCode(Result result) {
        return OptionalInt.empty();
    }

    /** Returns whether options end at the first operand, because what follows is a command line of its own. */
    default boolean leadingOptions() {
        return false;
    }
}
