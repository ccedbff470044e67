package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.shell.commands.AliasCommand;
import dev.inquest.shell.commands.Aliases;
import dev.inquest.shell.commands.ExitCommand;
import dev.inquest.shell.commands.HelpCommand;
import dev.inquest.shell.commands.PluginCommand;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lasts from the first command to the last: the dump, what the user chose, and the commands that there are. */
final class Session implements AutoCloseable {
    private final Services services;
    private final Messages messages;
    private final ShellProgress progress;
    private final SessionContext context = new SessionContext();
    private final Aliases aliases = new Aliases();
    private final Map<String, Command> own = new LinkedHashMap<>();
    private @Nullable Kernel kernel;
    private boolean ended;

    Session(Services services, Messages messages, ShellProgress progress) {
        this.services = services;
        this.messages = messages;
        this.progress = progress;
        own(new HelpCommand());
        own(new PluginCommand(() -> services.find(PluginHost.class)));
        own(new AliasCommand(aliases));
        own(new ExitCommand(this::end));
    }

    private void own(Command command) {
        CommandSpec spec = command.spec();
        own.put(spec.name(), command);
        for (String alias : spec.aliases()) {
            own.put(alias, command);
        }
    }

    /** Returns the command that a word names, or null. */
    @Nullable
    Command command(String name) {
        Command command = own.get(name);
        return command != null ? command : services.command(name);
    }

    /** Returns the declarations of all commands by name. */
    List<CommandSpec> specs() {
        List<CommandSpec> specs = new ArrayList<>();
        own.values().stream().distinct().forEach(command -> specs.add(command.spec()));
        for (Command command : services.commands()) {
            if (!own.containsKey(command.spec().name())) {
                specs.add(command.spec());
            }
        }
        specs.sort(Comparator.comparing(CommandSpec::name));
        return specs;
    }

    /** Returns the text that a command's first word stands for, or the word itself. */
    String expand(String word) {
        String meaning = aliases.own(word);
        if (meaning == null && command(word) == null) {
            meaning = aliases.builtIn(word);
        }
        return meaning == null ? word : meaning;
    }

    /** Says that no further command is to be run. */
    void end() {
        ended = true;
    }

    boolean ended() {
        return ended || progress.ending();
    }

    Services services() {
        return services;
    }

    Messages messages() {
        return messages;
    }

    ShellProgress progress() {
        return progress;
    }

    SessionContext context() {
        return context;
    }

    Aliases aliases() {
        return aliases;
    }

    @Nullable
    Kernel kernel() {
        return kernel;
    }

    /** Takes an open dump over. */
    void kernel(Kernel opened) {
        kernel = opened;
    }

    @Override
    public void close() {
        if (kernel != null) {
            kernel.close();
        }
    }
}
