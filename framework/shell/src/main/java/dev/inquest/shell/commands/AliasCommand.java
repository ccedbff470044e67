package dev.inquest.shell.commands;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code alias}: shows and sets words that stand for a command line. */
public final class AliasCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("alias", "words that stand for a command line")
            .operands("[word [command line]]")
            .describe(
                    "Without operands all aliases are listed, with a word its meaning. With a word and a command line, the word "
                            + "stands for that line from now on when a command begins with it. An empty line in quotes takes the "
                            + "meaning away.")
            .describe("A command line that contains ; | or > has to stand in double quotes.")
            .example("a word for a long command", "alias blocked \"ps -m | grep UN\"", "")
            .example("take the meaning away", "alias blocked \"\"", "")
            .withoutDump()
            .build();

    private final Aliases aliases;

    /** Makes the command for a session's aliases. */
    public AliasCommand(Aliases aliases) {
        this.aliases = aliases;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public boolean leadingOptions() {
        return true;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> operands = invocation.arguments().operands();
        if (operands.size() > 1) {
            aliases.put(operands.getFirst(), String.join(" ", operands.subList(1, operands.size())));
            return new Result("alias/1", Result.Status.OK, List.of(), List.of(), dev.inquest.api.result.TextView.NONE);
        }
        List<Row> rows = new ArrayList<>();
        add(rows, aliases.own(), "user", operands);
        add(rows, aliases.builtIn(), "built-in", operands);
        if (rows.isEmpty()) {
            throw CommandException.failed("no such alias: " + operands.getFirst());
        }
        return Result.of("alias/1", rows, Table.of("ORIGIN", "ALIAS", "COMMAND"));
    }

    private static void add(List<Row> rows, Map<String, String> aliases, String origin, List<String> wanted) {
        aliases.forEach((word, meaning) -> {
            if (wanted.isEmpty() || wanted.contains(word)) {
                rows.add(new Row().put("origin", origin).put("alias", word).put("command", meaning));
            }
        });
    }
}
