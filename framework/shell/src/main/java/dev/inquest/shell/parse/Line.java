package dev.inquest.shell.parse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a user asked for, cut out of what was typed. */
public sealed interface Line {

    /** Returns the text as typed, without blanks around it. */
    String text();

    /**
     * A command.
     *
     * @param text the text as typed
     * @param words the command's name and its arguments; never empty
     * @param sink where its output goes
     * @param argumentFile a file that gives further arguments, one run for each of its lines ({@code cmd < file}); null for none
     */
    record Run(
            String text,
            List<String> words,
            Sink sink,
            @Nullable String argumentFile) implements Line {
        /** Copies the words. */
        public Run {
            words = List.copyOf(words);
        }
    }

    /**
     * {@code !command}: something for the system's shell.
     *
     * @param text the text as typed
     * @param command the command for the system's shell
     */
    record Shell(String text, String command) implements Line {}

    /**
     * {@code < file}: commands in a file.
     *
     * @param text the text as typed
     * @param file its path
     */
    record Include(String text, String file) implements Line {}

    /** Where a command's output goes. */
    sealed interface Sink {
        /** To where all output goes. */
        record Usual() implements Sink {}

        /**
         * Into a command of the system's shell.
         *
         * @param command what follows the {@code |}
         */
        record Pipe(String command) implements Sink {}

        /**
         * Into a file.
         *
         * @param path its path
         * @param append whether to keep what is in it
         */
        record ToFile(String path, boolean append) implements Sink {}
    }
}
