package dev.inquest.api.command;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Result;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** One run of a command. */
@ProviderType
public interface Invocation {

    /** Returns the kernel; commands declared {@code withoutDump} must ask {@link #hasKernel()} first. */
    Kernel kernel();

    /** Returns whether a dump is open. */
    boolean hasKernel();

    /** Returns the options and operands. */
    Arguments arguments();

    /** Returns what the user chose before: task, radix, variables. */
    SessionContext context();

    /** Returns where to report progress, and to ask whether the user wants to stop. */
    Progress progress();

    /**
     * Returns whether all that will be used of the result is its view. Then cells that are costly and that the view does not show may be
     * left out. Never so for a command that another one runs, which may look at any cell.
     */
    default boolean viewOnly() {
        return false;
    }

    /** Returns all commands that are installed, by name. */
    List<CommandSpec> commands();

    /**
     * Runs another command in the same session.
     *
     * @param words the command's name and its arguments
     * @param context the context for it; changes to it stay there
     */
    Result run(List<String> words, SessionContext context) throws CommandException;
}
