package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.Task;
import dev.inquest.api.layout.LayoutSource;
import dev.inquest.api.layout.TypeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jspecify.annotations.Nullable;

/**
 * Completes commands, and behind a command its options and what its declared operands speak of: commands, tasks, symbols and types. It
 * asks nothing that would make the user wait: no index is built for it.
 */
final class Completion implements Completer {
    private static final int MOST = 1000;
    private static final int SHORTEST_SYMBOL = 3;
    private static final int SHORTEST_TYPE = 2;

    private final Session session;

    Completion(Session session) {
        this.session = session;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        String before = line.line().substring(0, line.cursor());
        for (String word : candidates(before)) {
            candidates.add(new Candidate(word, word, null, null, null, null, !word.endsWith("=")));
        }
    }

    /** Returns the words that can stand where a text ends, in order; all begin with the text's last word. */
    List<String> candidates(String before) {
        String command = before.substring(before.lastIndexOf(';') + 1);
        // Behind a pipe another program's language begins.
        if (command.indexOf('|') >= 0 || command.stripLeading().startsWith("!")) {
            return List.of();
        }
        List<String> words = new ArrayList<>();
        for (String word : command.split("[ \t]+")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        boolean fresh = before.isEmpty() || before.endsWith(" ") || before.endsWith("\t") || words.isEmpty();
        String last = fresh ? "" : words.removeLast();
        Set<String> found = new TreeSet<>();
        try {
            if (words.isEmpty()) {
                commands(found);
            } else {
                arguments(words, last, found);
            }
        } catch (RuntimeException e) {
            // Half-read memory is no reason to disturb someone who types.
            session.messages().trace(e);
        }
        found.removeIf(word -> !word.startsWith(last));
        return List.copyOf(found);
    }

    private void commands(Set<String> found) {
        for (CommandSpec spec : session.specs()) {
            found.add(spec.name());
            found.addAll(spec.aliases());
        }
        found.addAll(session.aliases().own().keySet());
        found.addAll(session.aliases().builtIn().keySet());
    }

    private void arguments(List<String> words, String last, Set<String> found) {
        Command command = session.command(session.expand(words.getFirst()).split(" ")[0]);
        if (command == null) {
            return;
        }
        CommandSpec spec = command.spec();
        if (last.startsWith("-")) {
            for (CommandSpec.Option option : spec.options()) {
                found.add((option.name().length() > 1 ? "--" : "-") + option.name());
            }
            return;
        }
        String operands = spec.operands();
        if (spec.name().equals("plugin")) {
            found.addAll(List.of("list", "install"));
        }
        if (operands.contains("command")
                && (spec.name().equals("help") || spec.name().equals("foreach"))) {
            commands(found);
        }
        Kernel kernel = session.kernel();
        if (kernel == null) {
            return;
        }
        if (operands.contains("pid") || operands.contains("task")) {
            tasks(kernel, found);
        }
        if (operands.contains("sym") && last.length() >= SHORTEST_SYMBOL) {
            symbols(kernel, last, found);
        }
        if ((operands.contains("struct")
                        || operands.contains("union")
                        || spec.name().equals("struct"))
                && last.length() >= SHORTEST_TYPE) {
            types(kernel, last, found);
        }
    }

    private static void tasks(Kernel kernel, Set<String> found) {
        for (Task task : kernel.tasks()) {
            if (found.size() < MOST) {
                found.add(task.comm());
            }
        }
    }

    private static void symbols(Kernel kernel, String prefix, Set<String> found) {
        kernel.forEachSymbol(symbol -> {
            if (found.size() < MOST && symbol.name().startsWith(prefix)) {
                found.add(symbol.name());
            }
        });
    }

    private static void types(Kernel kernel, String prefix, Set<String> found) {
        for (LayoutSource layout : kernel.layouts()) {
            @Nullable TypeSource types = layout.types();
            if (types != null && types.ready()) {
                for (TypeSource.Kind kind : List.of(TypeSource.Kind.STRUCT, TypeSource.Kind.UNION)) {
                    types.forEachName(kind, name -> {
                        if (found.size() < MOST && name.startsWith(prefix)) {
                            found.add(name);
                        }
                    });
                }
            }
        }
    }
}
