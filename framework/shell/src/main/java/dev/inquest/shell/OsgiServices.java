package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.host.PluginHost;
import dev.inquest.api.result.Renderer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Services of the OSGi registry. A command is found by its service property and made when it is first used; only the few without the
 * property are made to be asked for their names.
 */
final class OsgiServices implements Services {
    private final BundleContext context;
    private final Consumer<String> problems;

    /**
     * Makes a view of the registry.
     *
     * @param context the shell's bundle
     * @param problems told, in a sentence, of services that cannot be used
     */
    OsgiServices(BundleContext context, Consumer<String> problems) {
        this.context = context;
        this.problems = problems;
    }

    @Override
    public <T> @Nullable T find(Class<T> type) {
        ServiceReference<T> reference = context.getServiceReference(type);
        return reference == null ? null : get(reference);
    }

    @Override
    public @Nullable Command command(String name) {
        PluginHost host = find(PluginHost.class);
        if (host != null) {
            host.startCommand(name);
        }
        return named(Command.class, Command.NAME, name, command -> {
            CommandSpec spec = command.spec();
            return spec.name().equals(name) || spec.aliases().contains(name);
        });
    }

    @Override
    public @Nullable Renderer renderer(String format) {
        return named(
                Renderer.class,
                Renderer.FORMAT,
                format,
                renderer -> renderer.name().equals(format));
    }

    @Override
    public List<Command> commands() {
        PluginHost host = find(PluginHost.class);
        if (host != null) {
            host.startAll();
        }
        Map<String, Command> byName = new TreeMap<>();
        for (ServiceReference<Command> reference : references(Command.class, null)) {
            Command command = get(reference);
            String name =
                    command == null ? null : ask(command, each -> each.spec().name(), reference);
            if (command != null && name != null) {
                byName.putIfAbsent(name, command);
            }
        }
        return List.copyOf(byName.values());
    }

    @Override
    public List<String> formats() {
        TreeSet<String> names = new TreeSet<>();
        for (ServiceReference<Renderer> reference : references(Renderer.class, null)) {
            Renderer renderer = get(reference);
            String name = renderer == null ? null : ask(renderer, Renderer::name, reference);
            if (name != null) {
                names.add(name);
            }
        }
        return List.copyOf(names);
    }

    private <T> @Nullable T named(Class<T> type, String property, String name, Predicate<T> matches) {
        for (ServiceReference<T> reference : references(type, "(" + property + "=" + escape(name) + ")")) {
            T service = get(reference);
            if (service != null) {
                return service;
            }
        }
        for (ServiceReference<T> reference : references(type, "(!(" + property + "=*))")) {
            T service = get(reference);
            if (service != null && Boolean.TRUE.equals(ask(service, matches::test, reference))) {
                return service;
            }
        }
        return null;
    }

    private <T> List<ServiceReference<T>> references(Class<T> type, @Nullable String filter) {
        try {
            Collection<ServiceReference<T>> found = context.getServiceReferences(type, filter);
            List<ServiceReference<T>> sorted = new ArrayList<>(found);
            sorted.sort(Comparator.reverseOrder());
            return sorted;
        } catch (InvalidSyntaxException e) {
            return List.of();
        }
    }

    private <T> @Nullable T get(ServiceReference<T> reference) {
        try {
            T service = context.getService(reference);
            if (service == null && reference.getBundle() != null) {
                problems.accept(describe(reference) + " could not be started");
            }
            return service;
        } catch (RuntimeException | LinkageError e) {
            problems.accept(describe(reference) + " could not be started: " + e);
            return null;
        }
    }

    /** Asks a plugin something that it must not be trusted to answer. */
    private <T, R> @Nullable R ask(T service, Function<T, R> question, ServiceReference<T> reference) {
        try {
            return question.apply(service);
        } catch (RuntimeException | LinkageError e) {
            problems.accept(describe(reference) + " does not work: " + e);
            return null;
        }
    }

    private static String describe(ServiceReference<?> reference) {
        Object component = reference.getProperty("component.name");
        String bundle = reference.getBundle() == null
                ? "a plugin that was removed"
                : reference.getBundle().getSymbolicName();
        return component == null ? "a service of " + bundle : component + " of " + bundle;
    }

    /** Escapes a value for a filter (OSGi core 8, 3.2.7). */
    private static String escape(String value) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '*' || c == '(' || c == ')' || c == '\\') {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
