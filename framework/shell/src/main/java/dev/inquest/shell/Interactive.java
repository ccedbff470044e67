package dev.inquest.shell;

import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.result.Renderer;
import dev.inquest.shell.render.TextRenderer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The shell on a terminal: line editing, history, completion. It is the only class, with {@link Completion}, that uses the line
 * editor's library, which is not loaded otherwise.
 */
final class Interactive {
    private Interactive() {}

    /** Reads and runs commands until the user has enough; returns the exit code. */
    static int run(Session session, Renderer renderer, Console console, boolean scroll, String banner)
            throws IOException {
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .provider(TerminalBuilder.PROP_PROVIDER_FFM)
                .graphemeCluster(false)
                .nativeSignals(true)
                .signalHandler(Terminal.SignalHandler.SIG_IGN)
                .encoding(StandardCharsets.UTF_8)
                .build()) {
            terminal.handle(Terminal.Signal.INT, signal -> session.progress().cancel());
            Screen screen = new PagedScreen(
                    renderer,
                    console,
                    () -> scroll && !"off".equals(session.context().variables().get("scroll")),
                    terminal::getHeight,
                    terminal::getWidth);
            Kernel kernel = session.kernel();
            LineRunner runner =
                    new LineRunner(session, renderer, screen, kernel == null ? null : DumpFactsRow.of(kernel));
            if (!banner.isEmpty()) {
                console.out().write((banner + "\n\n").getBytes(StandardCharsets.UTF_8));
                if (kernel != null && session.command("sys") != null) {
                    runner.run(List.of("sys"));
                }
                runner.tellSession();
            }
            Path startFile = folder(console, "XDG_CONFIG_HOME", ".config");
            if (startFile != null && Files.isReadable(startFile.resolve("inquestrc"))) {
                runner.script(startFile.resolve("inquestrc").toString());
            }
            loop(session, reader(session, console, terminal), runner);
            return ExitCode.DONE;
        }
    }

    private static void loop(Session session, LineReader reader, LineRunner runner) throws IOException {
        while (!session.ended()) {
            String line;
            try {
                line = reader.readLine(TextRenderer.PROMPT);
            } catch (UserInterruptException e) {
                continue;
            } catch (EndOfFileException e) {
                return;
            }
            runner.run(line);
        }
    }

    private static LineReader reader(Session session, Console console, Terminal terminal) {
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(new char[0]);
        parser.setQuoteChars(new char[0]);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("inquest")
                .parser(parser)
                .completer(new Completion(session))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.HISTORY_TIMESTAMPED, false)
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.INSERT_BRACKET, false)
                .variable(LineReader.LIST_MAX, 200);
        Path history = history(console);
        if (history != null) {
            builder.variable(LineReader.HISTORY_FILE, history);
        }
        return builder.build();
    }

    /** Returns the file that keeps the history; null when there is no place for it. */
    private static @Nullable Path history(Console console) {
        Path folder = folder(console, "XDG_STATE_HOME", ".local/state");
        try {
            return folder == null ? null : Files.createDirectories(folder).resolve("history");
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns {@code inquest} below one of the user's base folders (XDG base directory specification 0.8). */
    private static @Nullable Path folder(Console console, String variable, String otherwise) {
        String base = console.variable(variable);
        if (base != null && base.startsWith("/")) {
            return Path.of(base, "inquest");
        }
        String home = console.variable("HOME");
        return home == null ? null : Path.of(home, otherwise, "inquest");
    }
}
