package dev.inquest.commands.dump;

import dev.inquest.api.command.Arguments;
import dev.inquest.api.command.CommandException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Operands that name files, and options that are numbers. */
public final class Operands {
    private Operands() {}

    /** Returns paths, or says which word is no name of a file. */
    public static List<Path> paths(List<String> words) throws CommandException {
        List<Path> paths = new ArrayList<>();
        for (String word : words) {
            paths.add(path(word));
        }
        return paths;
    }

    /** Returns a path, or says that the word is no name of a file. */
    public static Path path(String word) throws CommandException {
        try {
            if (!word.isEmpty()) {
                return Path.of(word);
            }
        } catch (InvalidPathException e) {
            // Said below.
        }
        throw CommandException.usage("not the name of a file: '" + word + "'");
    }

    /**
     * Returns the number that an option was given.
     *
     * @param otherwise what it is when it was not given
     * @param most the largest allowed
     */
    public static int number(Arguments arguments, String option, int otherwise, int least, int most)
            throws CommandException {
        String text = arguments.value(option).orElse(null);
        if (text == null) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw CommandException.usage((option.length() > 1 ? "--" : "-") + option + " takes a number from " + least
                + " to " + most + ", not " + text);
    }

    /** Returns how many threads to use: {@code --threads}, or as many as there are CPUs, at most 16. */
    public static int threads(Arguments arguments) throws CommandException {
        int cpus = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 16);
        return number(arguments, "threads", cpus, 1, 256);
    }
}
