package dev.inquest.shell.commands;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.Invocation;
import dev.inquest.api.host.PluginException;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.host.PluginInfo;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.api.result.Table;
import dev.inquest.api.result.TextOut;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** {@code plugin}: lists the installed plugins and adds one. */
public final class PluginCommand implements Command {
    private static final CommandSpec SPEC = CommandSpec.of("plugin", "lists the installed plugins, or adds one")
            .operands("[list | install FILE]")
            .describe(
                    "list (the default) shows each bundle: name, version, what kind of plugin it is, what it provides, its state and "
                            + "the file it came from. For one that is not active the reason follows.")
            .describe(
                    "install adds a plugin, or all in a folder, to the running program and to the user's plugin folder, so that the "
                            + "next run has it too. A plugin that does not work here is refused with the reason.")
            .example("what is installed", "plugin list", "")
            .example("add a plugin while the shell runs", "plugin install acme.queues-1.4.0.jar", "")
            .withoutDump()
            .build();
    private static final Table TABLE = Table.of("NAME", "VERSION", "KIND", "STATE", "PROVIDES", "ORIGIN");

    private final Supplier<@Nullable PluginHost> host;

    /**
     * Makes the command.
     *
     * @param host finds the host, or gives null when there is none
     */
    public PluginCommand(Supplier<@Nullable PluginHost> host) {
        this.host = host;
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public Result run(Invocation invocation) throws CommandException {
        PluginHost found = host.get();
        if (found == null) {
            throw CommandException.failed("this program runs without a plugin host");
        }
        List<String> operands = invocation.arguments().operands();
        if (operands.isEmpty() || operands.equals(List.of("list"))) {
            List<Diagnostic> diagnostics = new ArrayList<>();
            for (String problem : found.problems()) {
                diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, problem));
            }
            return result(found.plugins(), diagnostics);
        }
        if (operands.getFirst().equals("install") && operands.size() == 2) {
            try {
                return result(found.install(Path.of(operands.getLast())), List.of());
            } catch (PluginException e) {
                throw CommandException.failed(String.valueOf(e.getMessage()));
            } catch (InvalidPathException e) {
                throw CommandException.usage("not the name of a file: " + operands.getLast());
            }
        }
        throw CommandException.usage("use 'plugin list' or 'plugin install FILE'");
    }

    private static Result result(List<PluginInfo> plugins, List<Diagnostic> diagnostics) {
        List<Row> rows = new ArrayList<>();
        for (PluginInfo plugin : plugins) {
            rows.add(new Row()
                    .put("name", plugin.name())
                    .put("version", plugin.version())
                    .put("kind", plugin.kind())
                    .put("state", plugin.state().name().toLowerCase(Locale.ROOT))
                    .put("provides", plugin.provides())
                    .put("origin", plugin.origin())
                    .put("problem", plugin.problem()));
        }
        // A plugin that does not work is a fact that was asked for, and no damage to the answer.
        return new Result(
                "plugin/1", Result.Status.OK, List.copyOf(rows), List.copyOf(diagnostics), PluginCommand::write);
    }

    private static void write(Result result, TextOut out) {
        List<Row> lines = new ArrayList<>();
        for (Row row : result.rows()) {
            Row line = new Row();
            row.cells().forEach((name, cell) -> line.put(name, cell instanceof List<?> list ? joined(list) : cell));
            lines.add(line);
        }
        TABLE.write(new Result(result.schema(), result.status(), lines, List.of(), TABLE), out);
    }

    private static String joined(List<?> list) {
        StringBuilder text = new StringBuilder();
        for (Object item : list) {
            String next = String.valueOf(item);
            if (text.length() + next.length() > 60) {
                return text.isEmpty() ? next : text + " ...";
            }
            text.append(text.isEmpty() ? "" : " ").append(next);
        }
        return text.toString();
    }
}
