package dev.inquest.shell;

import dev.inquest.api.image.DumpImage;
import dev.inquest.api.image.OpenException;
import dev.inquest.api.image.VmcoreInfo;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.kernel.KernelOpener;
import dev.inquest.api.result.Renderer;
import dev.inquest.api.result.Row;
import dev.inquest.shell.parse.Line;
import dev.inquest.shell.parse.LineException;
import dev.inquest.shell.parse.LineParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of the program: from its command line to its exit code. */
final class Program {
    private final Console console;
    private final Services services;
    private final String version;

    /**
     * Makes a program.
     *
     * @param console what to talk through
     * @param services what plugins offer
     * @param version the version for {@code --version}
     */
    Program(Console console, Services services, String version) {
        this.console = console;
        this.services = services;
        this.version = version;
    }

    /** Runs and returns the exit code. Never throws. */
    int run(List<String> arguments) {
        // The launcher, which sees the command line first, takes --debug and leaves a property.
        boolean debug = Boolean.getBoolean("inquest.debug");
        Messages messages = new Messages(console.err(), false, false, debug);
        try {
            Options options = Options.parse(arguments, this::standalone, this::onDump);
            boolean color = options.color() == Options.Color.ALWAYS
                    || options.color() == Options.Color.AUTO
                            && console.errTerminal()
                            && console.variable("NO_COLOR") == null;
            messages = new Messages(console.err(), color, options.silent(), debug || options.debug());
            return run(options, messages);
        } catch (UsageException e) {
            messages.error("inquest", e.getMessage() + "; try 'inquest --help'");
            return ExitCode.USAGE;
        } catch (OpenException e) {
            messages.trace(e);
            messages.error("inquest", String.valueOf(e.getMessage()));
            return ExitCode.NOT_OPENED;
        } catch (IOException e) {
            if (!Reasons.brokenPipe(e)) {
                messages.trace(e);
                messages.error("inquest", Reasons.of("the output", e));
                return ExitCode.FAILED;
            }
            return ExitCode.DONE;
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            messages.trace(e);
            messages.error("inquest", "internal error: " + e + " (--debug prints where)");
            return ExitCode.NOT_OPENED;
        }
    }

    /** Returns whether a word names a command that needs no dump, so that it can stand where a file would. */
    private boolean standalone(String word) {
        return names(word, false);
    }

    /** Returns whether a word names a command that needs a dump. */
    private boolean onDump(String word) {
        return names(word, true);
    }

    private boolean names(String word, boolean dump) {
        if (word.indexOf('/') >= 0 || word.indexOf('.') >= 0) {
            return false;
        }
        try (Session session = new Session(services, silence(), new ShellProgress(null))) {
            dev.inquest.api.command.Command command = session.command(word);
            return command != null && command.spec().needsDump() == dump;
        }
    }

    private static Messages silence() {
        return new Messages(OutputStream.nullOutputStream(), false, true, false);
    }

    private int run(Options options, Messages messages) throws UsageException, OpenException, IOException {
        switch (options.task()) {
            case HELP -> {
                print(Usage.TEXT);
                return ExitCode.DONE;
            }
            case VERSION -> {
                print("inquest " + version + "\n");
                return ExitCode.DONE;
            }
            case OSRELEASE, BUILD_ID -> {
                return tellOne(options, messages);
            }
            case RUN, COMMAND -> {}
        }
        Renderer renderer = services.renderer(options.format());
        if (renderer == null) {
            throw new UsageException(
                    "unknown format " + options.format() + "; there are " + String.join(", ", services.formats()));
        }
        boolean command = options.task() == Options.Task.COMMAND;
        if (!command && options.files().isEmpty() && options.sources().isEmpty()) {
            throw new UsageException("no dump given");
        }
        ShellProgress progress = new ShellProgress(console.errTerminal() ? console.err() : null);
        Cancellation cancellation = new Cancellation(progress);
        Session session = new Session(services, messages, progress);
        try {
            if (!command && !options.files().isEmpty()) {
                session.kernel(open(options, progress));
            }
            boolean interactive = !command
                    && options.sources().isEmpty()
                    && console.inTerminal()
                    && console.outTerminal()
                    && options.output() == null
                    && options.format().equals("text");
            if (interactive) {
                cancellation.close();
                String banner = options.silent() ? "" : "inquest " + version;
                return Interactive.run(session, renderer, console, options.scroll(), banner);
            }
            return headless(options, session, renderer);
        } finally {
            cancellation.close();
            if (!console.processEnds()) {
                session.close();
            }
        }
    }

    private KernelOpener opener() throws OpenException {
        KernelOpener opener = services.find(KernelOpener.class);
        if (opener == null) {
            throw new OpenException(
                    "no installed plugin opens dumps; 'inquest plugin list' shows what is installed and what is wrong");
        }
        return opener;
    }

    private Kernel open(Options options, ShellProgress progress) throws OpenException {
        try {
            return opener().open(request(options, progress));
        } finally {
            progress.clear();
        }
    }

    private static KernelOpener.Request request(Options options, ShellProgress progress) {
        return new KernelOpener.Request(options.files(), options.force(), options.settings(), progress);
    }

    private int headless(Options options, Session session, Renderer renderer) throws IOException, OpenException {
        Kernel kernel = session.kernel();
        Row dump = kernel == null ? null : DumpFactsRow.of(kernel);
        boolean echo = !options.silent() && options.format().equals("text") && echo(options);
        LineRunner runner = null;
        try (OutputStream stream = output(options.output())) {
            Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), 1 << 16);
            try (Renderer.Output output = renderer.begin(dump, out)) {
                boolean inherit = options.output() == null && console.inherit();
                runner = new LineRunner(session, renderer, new StreamScreen(output, stream, inherit, echo), dump);
                runAll(options, session, runner);
            }
            out.flush();
        } catch (IOException e) {
            if (runner == null || !Reasons.brokenPipe(e)) {
                throw e;
            }
        }
        return runner.worst();
    }

    private void runAll(Options options, Session session, LineRunner runner) throws IOException {
        if (options.task() == Options.Task.COMMAND) {
            runner.run(options.command());
            return;
        }
        for (Options.Source source : options.sources()) {
            if (!session.ended()) {
                if (source instanceof Options.Source.Text text) {
                    runner.run(text.commands());
                } else if (source instanceof Options.Source.Script script) {
                    runner.script(script.file().toString());
                }
            }
        }
        if (options.sources().isEmpty()) {
            BufferedReader in = new BufferedReader(new InputStreamReader(console.in(), StandardCharsets.UTF_8));
            String line;
            while (!session.ended() && (line = in.readLine()) != null) {
                runner.run(line);
            }
        }
        runner.tellSession();
    }

    /** Commands are shown before their results unless there is but one on the command line. */
    private static boolean echo(Options options) {
        if (options.task() == Options.Task.COMMAND) {
            return false;
        }
        if (options.sources().size() == 1 && options.sources().getFirst() instanceof Options.Source.Text text) {
            try {
                List<Line> lines = LineParser.parse(text.commands());
                return lines.size() > 1;
            } catch (LineException e) {
                return false;
            }
        }
        return true;
    }

    private OutputStream output(@Nullable Path file) throws OpenException {
        if (file == null) {
            return console.out();
        }
        try {
            return Files.newOutputStream(file);
        } catch (IOException e) {
            throw new OpenException(Reasons.of(file.toString(), e), e);
        }
    }

    /** Prints the release or the build ID, or {@code unknown}. */
    private int tellOne(Options options, Messages messages) throws UsageException, OpenException, IOException {
        if (options.files().isEmpty()) {
            throw new UsageException("no dump given");
        }
        boolean release = options.task() == Options.Task.OSRELEASE;
        ShellProgress progress = new ShellProgress(console.errTerminal() ? console.err() : null);
        // What is asked needs no debug information: none is looked for.
        options.settings().put("debug-search", "no");
        KernelOpener.Request request = request(options, progress);
        String told;
        try (DumpImage image = opener().openImage(request)) {
            told = release
                    ? DumpFactsRow.release(image)
                    : image.vmcoreInfo().flatMap(info -> info.get("BUILD-ID")).orElse(null);
        }
        if (told == null) {
            // The headers do not tell: the kernel's own memory may.
            try (Kernel kernel = opener().open(request)) {
                VmcoreInfo info = kernel.arch().vmcoreInfo();
                told = release
                        ? DumpFactsRow.release(kernel)
                        : info == null ? null : info.get("BUILD-ID").orElse(null);
            } catch (OpenException | RuntimeException e) {
                messages.trace(e);
            }
        }
        progress.clear();
        print((told == null ? "unknown" : told) + "\n");
        return told == null ? ExitCode.NOT_OPENED : ExitCode.DONE;
    }

    private void print(String text) throws IOException {
        console.out().write(text.getBytes(StandardCharsets.UTF_8));
        console.out().flush();
    }
}
