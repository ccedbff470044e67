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
