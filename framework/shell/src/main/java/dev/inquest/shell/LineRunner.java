package dev.inquest.shell;

import dev.inquest.api.command.Command;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Result;
import dev.inquest.api.result.Row;
import dev.inquest.shell.parse.Line;
import dev.inquest.shell.parse.LineException;
import dev.inquest.shell.parse.LineParser;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs what users type, one command after the other, and remembers how the worst of them went. Cases are told apart without pattern
 * switches, which cost milliseconds when they first run, and this runs before every first result.
 */
final class LineRunner {
    private static final int INCLUDES = 16;
    private static final long LONGEST_FILE = 16 << 20;

    private final Session session;
    private final CommandRunner commands;
    private final Renderer renderer;
    private final Screen screen;
    private final @Nullable Row dump;
    private final Set<Diagnostic> told = new HashSet<>();
    private int worst = ExitCode.DONE;

    /**
     * Makes a runner.
     *
     * @param session the session
     * @param renderer makes the output of commands that goes into pipes and files of their own
     * @param screen where all else goes
     * @param dump what is known of the dump
     */
    LineRunner(Session session, Renderer renderer, Screen screen, @Nullable Row dump) {
        this.session = session;
        this.commands = new CommandRunner(session, renderer.viewOnly());
        this.renderer = renderer;
        this.screen = screen;
        this.dump = dump;
    }

    /** Returns the exit code of the worst command so far. */
    int worst() {
        return worst;
    }

    /**
     * Runs text with any number of commands.
     *
     * @throws IOException when the screen is gone
     */
    void run(String text) throws IOException {
        run(text, 0);
    }

    /**
     * Runs words of the program's own command line as one command; where they are wrong, that line is.
     *
     * @throws IOException when the screen is gone
     */
    void run(List<String> words) throws IOException {
        CommandRunner.Ran ran = commands.run(words);
        show(
                new Line.Run(String.join(" ", words), words, new Line.Sink.Usual(), null),
                ran.result(),
                ran.usage() ? ExitCode.USAGE : ExitCode.FAILED);
    }

    private void run(String text, int depth) throws IOException {
        LineParser parser = new LineParser(text, session::expand);
        try {
            for (Line line = parser.next(); line != null && !session.ended(); line = parser.next()) {
                if (line instanceof Line.Run run) {
                    run(run, depth);
                } else if (line instanceof Line.Include include) {
                    include(include, depth);
                } else if (line instanceof Line.Shell shell) {
                    shell(shell);
                }
            }
        } catch (LineException e) {
            problem(text.strip(), String.valueOf(e.getMessage()));
        }
    }

    private void run(Line.Run line, int depth) throws IOException {
        if (line.argumentFile() == null) {
            show(line, commands.run(line.words()).result(), ExitCode.FAILED);
            return;
        }
        String text = read(line.argumentFile());
        for (String arguments : text == null ? List.<String>of() : text.lines().toList()) {
            if (!arguments.isBlank() && !session.ended()) {
                runWith(line, arguments.strip(), depth);
            }
        }
    }

    /** Runs a command with more arguments, from one line of a file. */
    private void runWith(Line.Run line, String arguments, int depth) throws IOException {
        List<String> words = new ArrayList<>(line.words());
        try {
            for (Line more : LineParser.parse(". " + arguments)) {
                if (more instanceof Line.Run run) {
                    words.addAll(run.words().subList(1, run.words().size()));
                }
            }
        } catch (LineException e) {
            words.add(arguments);
        }
        String text = String.join(" ", words);
        // The first run makes the file new, the others go on in it.
        run(new Line.Run(text, words, line.sink(), null), depth);
    }

    private void include(Line.Include include, int depth) throws IOException {
        if (depth >= INCLUDES) {
            problem(include.text(), "too many files inside one another");
            return;
        }
        script(include.file(), depth + 1);
    }

    /** Runs the commands in a file; a file that cannot be read is a command that failed. */
    void script(String file) throws IOException {
        script(file, 0);
    }

    private void script(String file, int depth) throws IOException {
        String text = read(file);
        if (text == null) {
            return;
        }
        for (String line : text.lines().toList()) {
            if (!session.ended()) {
                run(line, depth);
            }
        }
    }

    private @Nullable String read(String file) throws IOException {
        try {
            Path path = Path.of(file);
            if (Files.size(path) > LONGEST_FILE) {
                problem("< " + file, file + ": too long for a file of commands");
                return null;
            }
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            problem("< " + file, Reasons.of(file, e));
            return null;
        }
    }

    private void shell(Line.Shell line) throws IOException {
        screen.announce(line.text());
        try {
            ProcessBuilder builder = new ProcessBuilder("/bin/sh", "-c", line.command());
            builder.redirectInput(ProcessBuilder.Redirect.INHERIT);
            screen.start(builder).await();
            screen.conclude();
        } catch (IOException e) {
            problem(line.text(), Reasons.of("/bin/sh", e));
        }
    }

    private void problem(String command, String message) throws IOException {
        show(
                new Line.Run(command, List.of("inquest"), new Line.Sink.Usual(), null),
                Result.failed("inquest/1", message),
                ExitCode.FAILED);
    }

    private void show(Line.Run line, Result plain, int failed) throws IOException {
        worst = ExitCode.worse(worst, commands.exitCode(line.words(), plain, failed));
        Result result = withSessionDiagnostics(plain);
        try {
            if (line.sink() instanceof Line.Sink.Pipe pipe) {
                pipe(pipe.command(), line.text(), result);
            } else if (line.sink() instanceof Line.Sink.ToFile file) {
                file(file, line.text(), result);
            } else {
                screen.show(line.text(), result);
            }
        } catch (RuntimeException e) {
            // A view of a plugin that fails to lay its rows out.
            session.messages().trace(e);
            worst = ExitCode.worse(worst, ExitCode.FAILED);
            session.messages().error(line.words().getFirst(), "internal error while writing the result: " + e);
        }
        tellSession();
        tell(line.words().getFirst(), plain);
    }

    private void pipe(String command, String text, Result result) throws IOException {
        screen.announce(text);
        Screen.Child child = screen.start(new ProcessBuilder("/bin/sh", "-c", command));
        try {
            write(text, result, child.process().getOutputStream());
        } catch (IOException e) {
            // The reader has seen enough (head), or is not there: then the system's shell has said so.
        }
        child.await();
        screen.conclude();
    }

    private void file(Line.Sink.ToFile file, String text, Result result) throws IOException {
        screen.announce(text);
        try {
            Path path = Path.of(file.path());
            write(
                    text,
                    result,
                    file.append()
                            ? Files.newOutputStream(
                                    path,
                                    StandardOpenOption.CREATE,
                                    StandardOpenOption.WRITE,
                                    StandardOpenOption.APPEND)
                            : Files.newOutputStream(path));
        } catch (IOException | InvalidPathException e) {
            worst = ExitCode.worse(worst, ExitCode.FAILED);
            session.messages().error("inquest", Reasons.of(file.path(), e));
        }
        screen.conclude();
    }

    private void write(String text, Result result, OutputStream stream) throws IOException {
        try (Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
                Renderer.Output output = renderer.begin(dump, out)) {
            output.write(text, result, false);
        }
    }

    /** Adds what is to be known of the session to a result, where the format has a place for it. */
    private Result withSessionDiagnostics(Result result) {
        List<Diagnostic> known = sessionDiagnostics();
        if (known.isEmpty() || !renderer.showsDiagnostics()) {
            return result;
        }
        List<Diagnostic> all = new ArrayList<>(known);
        all.addAll(result.diagnostics());
        return new Result(result.schema(), result.status(), result.rows(), List.copyOf(all), result.view());
    }

    private List<Diagnostic> sessionDiagnostics() {
        Kernel kernel = session.kernel();
        return kernel == null ? List.of() : kernel.diagnostics();
    }

    /** Says on standard error what the format has no place for: */
    private void tell(String command, Result result) {
        if (renderer.showsDiagnostics()) {
            return;
        }
        Command run = session.command(command);
        String own = (run == null ? command : run.spec().name()) + ": ";
        for (Diagnostic diagnostic : result.diagnostics()) {
            String message = diagnostic.message();
            // A command that was called by another name is told by that alone.
            session.messages()
                    .diagnostic(
                            command,
                            message.startsWith(own)
                                    ? new Diagnostic(diagnostic.severity(), message.substring(own.length()))
                                    : diagnostic);
        }
    }

    /** Says on standard error what is to be known of the session and was not said yet. */
    void tellSession() {
        if (renderer.showsDiagnostics()) {
            return;
        }
        for (Diagnostic diagnostic : sessionDiagnostics()) {
            if (told.add(diagnostic)) {
                session.messages().diagnostic("inquest", diagnostic);
            }
        }
    }
}
