package dev.inquest.shell;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.Command;
import dev.inquest.api.command.CommandException;
import dev.inquest.api.command.CommandSpec;
import dev.inquest.api.command.SessionContext;
import dev.inquest.api.kernel.Kernel;
import dev.inquest.api.layout.TypeSource;
import dev.inquest.api.memory.FaultException;
import dev.inquest.api.result.Diagnostic;
import dev.inquest.api.result.Result;
import dev.inquest.api.types.CorruptListException;
import dev.inquest.api.types.MissingTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** Runs one command, and turns whatever goes wrong in it into a result that says so. */
final class CommandRunner {
    private static final int DEPTH = 8;

    private final Session session;
    private final boolean viewOnly;

    /**
     * Makes a runner.
     *
     * @param session the session
     * @param viewOnly whether results are shown by their views alone
     */
    CommandRunner(Session session, boolean viewOnly) {
        this.session = session;
        this.viewOnly = viewOnly;
    }

    /** Returns whether results are shown by their views alone. */
    boolean viewOnly() {
        return viewOnly;
    }

    /**
     * What came of a command.
     *
     * @param result its result
     * @param usage whether its words were wrong
     */
    record Ran(Result result, boolean usage) {}

    /** Runs a command for the user. */
    Ran run(List<String> words) {
        session.progress().begin();
        try {
            Result result = run(words, session.context(), 0);
            boolean stopped = session.progress().cancelled() && result.status() == Result.Status.OK;
            return new Ran(stopped ? stopped(result) : result, false);
        } catch (CommandException e) {
            return new Ran(Result.failed(words.getFirst() + "/1", String.valueOf(e.getMessage())), e.usage());
        } finally {
            session.progress().clear();
        }
    }

    /**
     * Runs a command in a context, for the user or for another command.
     *
     * @param depth how many commands are waiting for this one
     */
    Result run(List<String> words, SessionContext context, int depth) throws CommandException {
        if (words.isEmpty()) {
            throw CommandException.usage("a command is missing");
        }
        if (depth > DEPTH) {
            throw CommandException.usage("too many commands inside one another");
        }
        String name = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        Command command = session.command(name);
        if (command == null) {
            List<String> meant = instead(words);
            command = session.command(meant.getFirst());
            rest = meant.subList(1, meant.size());
        }
        if (command == null) {
            throw CommandException.usage(unknown(name));
        }
        Command help = asksForHelp(command, rest) ? session.command("help") : null;
        return help != null
                ? guarded("help", help, List.of(command.spec().name()), context, depth)
                : guarded(name, command, rest, context, depth);
    }

    /** Returns whether {@code --help} stands among a command's words, as other programs have it, and is no option of its own. */
    private static boolean asksForHelp(Command command, List<String> words) {
        int at = words.indexOf("--help");
        int end = words.indexOf("--");
        boolean asked = at >= 0 && (end < 0 || at < end) && (at == 0 || !command.leadingOptions());
        return asked
                && command.spec().options().stream()
                        .noneMatch(option -> option.name().equals("help"));
    }

    /**
     * Returns the exit code that a result of a command stands for.
     *
     * @param failed the code of a command that failed and has no codes of its own
     */
    int exitCode(List<String> words, Result result, int failed) {
        try {
            Command command = words.isEmpty() ? null : session.command(words.getFirst());
            OptionalInt own = command == null ? OptionalInt.empty() : command.exitCode(result);
            return own.orElse(result.status() == Result.Status.FAILED ? failed : ExitCode.of(result.status()));
        } catch (RuntimeException | LinkageError e) {
            session.messages().trace(e);
            return ExitCode.of(result.status());
        }
    }

    private Result guarded(String name, Command command, List<String> words, SessionContext context, int depth)
            throws CommandException {
        String schema = name + "/1";
        try {
            CommandSpec spec = command.spec();
            schema = spec.name() + "/1";
            if (spec.needsDump() && session.kernel() == null) {
                throw CommandException.failed("needs a dump; start as: inquest VMCORE VMLINUX");
            }
            Arguments arguments =
                    command.leadingOptions() ? Arguments.parseLeading(spec, words) : Arguments.parse(spec, words);
            return command.run(new ShellInvocation(this, session, arguments, context, depth));
        } catch (FaultException | CorruptListException e) {
            session.messages().trace(e);
            return Result.failed(schema, "cannot be read: " + e.getMessage());
        } catch (MissingTypeException e) {
            session.messages().trace(e);
            return Result.failed(schema, "does not work with this kernel and its debug information: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            session.messages().trace(e);
            return Result.failed(schema, "out of memory; a larger heap helps (option -Xmx in JAVA_TOOL_OPTIONS)");
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            session.messages().trace(e);
            return Result.failed(schema, "internal error: " + oneLine(e) + " (--debug prints where)");
        }
    }

    private static String oneLine(Throwable e) {
        String message = e.getMessage();
        String kind = e.getClass().getSimpleName();
        return message == null
                ? kind
                : kind + ": " + message.lines().findFirst().orElse("");
    }

    /** Says of a result that the user asked to stop, when the command itself did not. */
    private static Result stopped(Result result) {
        List<Diagnostic> diagnostics = new ArrayList<>(result.diagnostics());
        diagnostics.add(new Diagnostic(Diagnostic.Severity.WARNING, "stopped before the end"));
        return new Result(
                result.schema(), Result.Status.PARTIAL, result.rows(), List.copyOf(diagnostics), result.view());
    }

    /**
     * Returns what crash's users mean by words that begin with no command: a structure's or union's name means {@code struct} or
     * {@code union}, a symbol's name or another expression {@code p}; {@code *} may stand right before a name. Of gdb's users the words
     * {@code p/x} mean {@code p} with a format.
     */
    private List<String> instead(List<String> words) {
        String first = words.getFirst();
        String name = identifier(first);
        Kernel kernel = session.kernel();
        int slash = first.indexOf('/');
        if (slash > 0 && formats(first.substring(0, slash))) {
            return with(first.substring(0, slash), "-/" + first.substring(slash + 1), words);
        }
        if (first.length() > 1 && first.charAt(0) == '*') {
            return with("struct", first.substring(1), words);
        }
        if (name.isEmpty() || kernel == null) {
            return words;
        }
        try {
            if (type(kernel, TypeSource.Kind.STRUCT, name) || type(kernel, TypeSource.Kind.TYPEDEF, name)) {
                return with("struct", first, words);
            }
            if (type(kernel, TypeSource.Kind.UNION, name)) {
                return with("union", first, words);
            }
            if (kernel.symbol(name) != null) {
                return with("p", first, words);
            }
        } catch (RuntimeException e) {
            session.messages().trace(e);
        }
        return words;
    }

    /** Returns whether a command takes a format behind a slash, as gdb's do: {@code p/x}. */
    private boolean formats(String name) {
        Command command = session.command(name);
        if (command == null) {
            return false;
        }
        for (CommandSpec.Option option : command.spec().options()) {
            if (option.name().equals("/")) {
                return true;
            }
        }
        return false;
    }

    private static boolean type(Kernel kernel, TypeSource.Kind kind, String name) {
        return kernel.findType(kind, name) != null;
    }

    private List<String> with(String command, String first, List<String> words) {
        if (session.command(command) == null) {
            return words;
        }
        List<String> meant = new ArrayList<>();
        meant.add(command);
        meant.add(first);
        meant.addAll(words.subList(1, words.size()));
        return meant;
    }

    /** Returns the C identifier that a word begins with; empty when it begins with none. */
    private static String identifier(String word) {
        int end = 0;
        while (end < word.length()
                && (word.charAt(end) == '_'
                        || word.charAt(end) < 0x80 && Character.isLetterOrDigit(word.charAt(end)))) {
            end++;
        }
        return end > 0 && Character.isDigit(word.charAt(0)) ? "" : word.substring(0, end);
    }

    private String unknown(String name) {
        List<String> names = new ArrayList<>();
        for (CommandSpec spec : session.specs()) {
            names.add(spec.name());
        }
        String near = Nearest.of(name, names);
        return "no such command; " + (near.isEmpty() ? "" : "did you mean " + near + "? ")
                + "'help' lists the commands";
    }
}
