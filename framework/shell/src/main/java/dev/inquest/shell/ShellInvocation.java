package dev.inquest.shell;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.progress.Progress;
import dev.inquest.api.result.Result;
import java.util.List;

/** One run of a command in a session. */
final class ShellInvocation implements Invocation {
    private final CommandRunner runner;
    private final Session session;
    private final Arguments arguments;
    private final SessionContext context;
    private final int depth;

    ShellInvocation(CommandRunner runner, Session session, Arguments arguments, SessionContext context, int depth) {
        this.runner = runner;
        this.session = session;
        this.arguments = arguments;
        this.context = context;
        this.depth = depth;
    }

    @Override
    public Kernel kernel() {
        Kernel kernel = session.kernel();
        if (kernel == null) {
            throw new IllegalStateException("no dump is open");
        }
        return kernel;
    }

    @Override
    public boolean hasKernel() {
        return session.kernel() != null;
    }

    @Override
    public Arguments arguments() {
        return arguments;
    }

    @Override
    public SessionContext context() {
        return context;
    }

    @Override
    public Progress progress() {
        return session.progress();
    }

    @Override
    public boolean viewOnly() {
        return depth == 0 && runner.viewOnly();
    }

    @Override
    public List<CommandSpec> commands() {
        return session.specs();
    }

    @Override
    public Result run(List<String> words, SessionContext other) throws CommandException {
        return runner.run(words, other, depth + 1);
    }
}
