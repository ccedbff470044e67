package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import java.util.List;

/** A command whose work a test gives. */
record FakeCommand(CommandSpec spec, boolean leadingOptions, Work work) implements Command {

    /** What it does. */
    interface Work {
        /** Runs. */
        Result run(Invocation invocation) throws CommandException;
    }

    static FakeCommand of(String name, Work work) {
        return new FakeCommand(
                CommandSpec.of(name, "does " + name)
                        .flag("v", "more")
                        .operands("[word] ...")
                        .build(),
                false,
                work);
    }

    /** A command that returns its operands, one a row. */
    static FakeCommand echo(String name) {
        return of(name, invocation -> words(name, invocation.arguments().operands()));
    }

    static Result words(String name, List<String> words) {
        return Result.of(
                name + "/1",
                words.stream().map(word -> new Row().put("word", word)).toList(),
                (result, out) -> result.rows().forEach(row -> out.line(row.text("word"))));
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        return work.run(invocation);
    }
}
