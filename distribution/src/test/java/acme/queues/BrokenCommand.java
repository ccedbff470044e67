package acme.queues;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;

/** A command that cannot be made. */
public final class BrokenCommand implements Command {
    /** Fails. */
    public BrokenCommand() {
        throw new IllegalStateException("no queues here");
    }

    @Override
    public CommandSpec spec() {
        return CommandSpec.of("broken", "never works").withoutDump().build();
    }

    @Override
    public Result run(Invocation invocation) {
        return Result.failed("broken/1", "never made");
    }
}
