package acme.queues;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import java.util.List;

/** A command that works. */
public final class QueuesCommand implements Command {
    @Override
    public CommandSpec spec() {
        return CommandSpec.of("queues", "shows queues").withoutDump().build();
    }

    @Override
    public Result run(Invocation invocation) {
        return Result.of("queues/1", List.of(new Row().put("queue", "rx")), TextView.NONE);
    }
}
