package dev.inquest.shell.commands;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.TextView;
import java.util.List;

/** {@code exit}: ends the program. */
public final class ExitCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("exit", "ends the program")
            .alias("quit")
            .alias("q")
            .describe("Ends the program. Commands that follow are not run. The end of the input ends the program too.")
            .withoutDump()
            .build();

    private final Runnable end;

    /**
     * Makes the command.
     *
     * @param end ends the session behind the running command
     */
    public ExitCommand(Runnable end) {
        this.end = end;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) {
        end.run();
        return new Result("exit/1", Result.Status.OK, List.of(), List.of(), TextView.NONE);
    }
}
