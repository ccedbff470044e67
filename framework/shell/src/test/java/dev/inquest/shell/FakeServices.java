package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.result.Renderer;
import dev.inquest.shell.render.CsvRenderer;
import dev.inquest.shell.render.HtmlRenderer;
import dev.inquest.shell.render.JsonRenderer;
import dev.inquest.shell.render.NdjsonRenderer;
import dev.inquest.shell.render.TextRenderer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Services that a test puts together. */
final class FakeServices implements Services {
    private final Map<String, Command> commands = new TreeMap<>();
    private final Map<Class<?>, Object> others = new HashMap<>();

    FakeServices add(Command command) {
        commands.put(command.spec().name(), command);
        return this;
    }

    FakeServices remove(String command) {
        commands.remove(command);
        return this;
    }

    <T> FakeServices add(Class<T> type, T service) {
        others.put(type, service);
        return this;
    }

    @Override
    public <T> @Nullable T find(Class<T> type) {
        return type.cast(others.get(type));
    }

    @Override
    public @Nullable Command command(String name) {
        for (Command command : commands.values()) {
            if (command.spec().name().equals(name) || command.spec().aliases().contains(name)) {
                return command;
            }
        }
        return null;
    }

    @Override
    public List<Command> commands() {
        return List.copyOf(commands.values());
    }

    @Override
    public @Nullable Renderer renderer(String format) {
        return switch (format) {
            case "text" -> new TextRenderer();
            case "json" -> new JsonRenderer();
            case "ndjson" -> new NdjsonRenderer();
            case "csv" -> new CsvRenderer();
            case "html" -> new HtmlRenderer();
            default -> null;
        };
    }

    @Override
    public List<String> formats() {
        return List.of("csv", "html", "json", "ndjson", "text");
    }
}
