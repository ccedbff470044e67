package dev.inquest.shell.commands;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.TextView;
import java.util.ArrayList;
import java.util.List;

/** {@code help}: lists the commands, and tells about one, from what the commands declare of themselves. */
public final class HelpCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("help", "lists the commands, or tells about one")
            .alias("man")
            .operands("[command ... | all]")
            .flag("markdown", "writes the pages as Markdown; without operands those of all commands")
            .describe(
                    "Without operands all installed commands are listed. With the names of commands their pages follow: what a "
                            + "command does, its options, and examples.")
            .example("how bt is used", "help bt", "")
            .example("a reference of all that is installed", "help --markdown > commands.md", "")
            .withoutDump()
            .build();

    /** Makes the command. */
    public HelpCommand() {}

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        List<String> names = invocation.arguments().operands();
        boolean markdown = invocation.arguments().has("markdown");
        List<CommandSpec> all = invocation.commands();
        List<CommandSpec> chosen = new ArrayList<>();
        if (names.isEmpty() || names.equals(List.of("all"))) {
            chosen.addAll(all);
        } else {
            for (String name : names) {
                chosen.add(find(all, name));
            }
        }
        List<Row> rows = new ArrayList<>();
        for (CommandSpec spec : chosen) {
            rows.add(HelpPage.row(spec));
        }
        TextView view = markdown ? HelpMarkdown::write : names.isEmpty() ? HelpPage::list : HelpPage::pages;
        return Result.of("help/1", rows, view);
    }

    private static CommandSpec find(List<CommandSpec> all, String name) throws CommandException {
        for (CommandSpec spec : all) {
            if (spec.name().equals(name) || spec.aliases().contains(name)) {
                return spec;
            }
        }
        throw CommandException.failed("no such command: " + name + "; 'help' lists the commands");
    }
}
