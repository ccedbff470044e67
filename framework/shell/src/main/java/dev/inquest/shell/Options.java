package dev.inquest.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The program's command line. */
final class Options {

    /** What the program was asked to do. */
    enum Task {
        /** Open a dump and run commands. */
        RUN,
        /** Run one command that needs no dump. */
        COMMAND,
        /** Print the kernel release of a dump. */
        OSRELEASE,
        /** Print the kernel's build ID of a dump. */
        BUILD_ID,
        /** Print how to use the program. */
        HELP,
        /** Print the version. */
        VERSION
    }

    /** When to use colours. */
    enum Color {
        /** When standard error is a terminal. */
        AUTO,
        /** Always. */
        ALWAYS,
        /** Never. */
        NEVER
    }

    /** Where commands come from, in the order of the command line. */
    sealed interface Source {
        /** {@code -c}. */
        record Text(String commands) implements Source {}

        /** {@code -i}. */
        record Script(Path file) implements Source {}
    }

    private Task task = Task.RUN;
    private final List<Path> files = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();
    private List<String> command = List.of();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String format = "text";
    private @Nullable Path output;
    private Color color = Color.AUTO;
    private boolean silent;
    private boolean force;
    private boolean debug;
    private boolean scroll = true;

    private Options() {}

    /**
     * Parses a command line.
     *
     * @param arguments its words
     * @param standalone tells whether a word names a command that needs no dump: as the first operand it takes all that follows
     * @throws UsageException when there is an unknown option or an argument is missing
     */
    static Options parse(List<String> arguments, Predicate<String> standalone) throws UsageException {
        return parse(arguments, standalone, word -> false);
    }

    /**
     * Parses a command line.
     *
     * @param arguments its words
     * @param standalone tells whether a word names a command that needs no dump: as the first operand it takes all that follows
     * @param onDump tells whether a word names a command that needs a dump: as the first operand it takes what follows up to the first word
     *     that is the name of a file
     * @throws UsageException when there is an unknown option or an argument is missing
     */
    static Options parse(List<String> arguments, Predicate<String> standalone, Predicate<String> onDump)
            throws UsageException {
        Options options = new Options();
        int at = 0;
        while (at < arguments.size()) {
            String word = arguments.get(at++);
            if (word.equals("--")) {
                for (String file : arguments.subList(at, arguments.size())) {
                    options.files.add(path(file));
                }
                break;
            } else if (word.startsWith("--")) {
                int equals = word.indexOf('=');
                String name = equals < 0 ? word : word.substring(0, equals);
                if (options.flag(name)) {
                    if (equals >= 0) {
                        throw new UsageException(name + " takes no argument");
                    }
                } else {
                    if (!takesArgument(name)) {
                        throw unknown(word);
                    }
                    String value = equals < 0 ? argument(arguments, at++, name) : word.substring(equals + 1);
                    options.option(name, value);
                }
            } else if (word.length() > 1 && word.charAt(0) == '-') {
                at = options.cluster(arguments, at, word);
            } else if (options.files.isEmpty() && standalone.test(word)) {
                options.task = options.task == Task.RUN ? Task.COMMAND : options.task;
                options.command = options.takeFormat(arguments.subList(at - 1, arguments.size()));
                break;
            } else if (options.files.isEmpty() && !Files.exists(path(word)) && onDump.test(word)) {
                StringBuilder line = new StringBuilder(word);
                while (at < arguments.size() && !Files.exists(path(arguments.get(at)))) {
                    String next = arguments.get(at++);
                    line.append(' ').append(next.indexOf(' ') < 0 ? next : '"' + next + '"');
                }
                options.sources.add(new Source.Text(line.toString()));
            } else {
                options.files.add(path(word));
            }
        }
        return options;
    }

    private int cluster(List<String> arguments, int at, String word) throws UsageException {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            if (flag(name)) {
                continue;
            }
            if (!takesArgument(name)) {
                throw unknown(word);
            }
            option(name, i + 1 < word.length() ? word.substring(i + 1) : argument(arguments, at++, name));
            break;
        }
        return at;
    }

    private boolean flag(String name) {
        switch (name) {
            case "-h", "--help" -> task = Task.HELP;
            case "--version" -> task = Task.VERSION;
            case "--osrelease" -> task = Task.OSRELEASE;
            case "--build-id" -> task = Task.BUILD_ID;
            case "-s", "--silent" -> silent = true;
            case "--force" -> force = true;
            case "--debug" -> debug = true;
            case "--no-scroll" -> scroll = false;
            case "--no-debug-search" -> settings.put("debug-search", "no");
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean takesArgument(String name) {
        return switch (name) {
            case "-c",
                    "--command",
                    "-i",
                    "--input",
                    "-o",
                    "--output",
                    "--format",
                    "--color",
                    "--set",
                    "--debug-dir",
                    "--debuginfod" -> true;
            default -> false;
        };
    }

    private void option(String name, String value) throws UsageException {
        switch (name) {
            case "-c", "--command" -> sources.add(new Source.Text(value));
            case "-i", "--input" -> sources.add(new Source.Script(path(value)));
            case "-o", "--output" -> output = path(value);
            case "--format" -> format = value;
            case "--debug-dir" -> files.add(directory(value));
            case "--debuginfod" -> settings.put("debuginfod", value);
            case "--color" ->
                color = switch (value) {
                    case "auto" -> Color.AUTO;
                    case "always" -> Color.ALWAYS;
                    case "never" -> Color.NEVER;
                    default -> throw new UsageException("--color takes auto, always or never, not " + value);
                };
            default -> {
                int equals = value.indexOf('=');
                if (equals < 1) {
                    throw new UsageException("--set takes NAME=VALUE, not " + value);
                }
                settings.put(value.substring(0, equals), value.substring(equals + 1));
            }
        }
    }

    /** Takes {@code --format} out of the words of a command that needs no dump, where people write it too. */
    private List<String> takeFormat(List<String> words) throws UsageException {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--format")) {
                format = argument(words, ++i, word);
            } else if (word.startsWith("--format=")) {
                format = word.substring("--format=".length());
            } else {
                rest.add(word);
            }
        }
        return List.copyOf(rest);
    }

    private static String argument(List<String> arguments, int at, String name) throws UsageException {
        if (at >= arguments.size()) {
            throw new UsageException(name + " needs an argument");
        }
        return arguments.get(at);
    }

    private static UsageException unknown(String word) {
        return new UsageException("unknown option " + word);
    }

    private static Path path(String text) throws UsageException {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw new UsageException("not the name of a file: '" + text + "'");
    }

    private static Path directory(String text) throws UsageException {
        Path path = path(text);
        if (!Files.isDirectory(path)) {
            throw new UsageException("--debug-dir takes a directory, which " + text + " is not");
        }
        return path;
    }

    Task task() {
        return task;
    }

    List<Path> files() {
        return files;
    }

    List<Source> sources() {
        return sources;
    }

    /** Returns the words of {@link Task#COMMAND}. */
    List<String> command() {
        return command;
    }

    Map<String, String> settings() {
        return settings;
    }

    String format() {
        return format;
    }

    @Nullable
    Path output() {
        return output;
    }

    Color color() {
        return color;
    }

    boolean silent() {
        return silent;
    }

    boolean force() {
        return force;
    }

    boolean debug() {
        return debug;
    }

    boolean scroll() {
        return scroll;
    }
}
