package dev.inquest.commands.kdump.lint;

/**
 * Something about a line of a configuration file.
 *
 * @param file the file as users know it
 * @param line line number from 1; 0 for the file as a whole
 * @param severity how bad it is
 * @param message what is wrong, or for a {@link Severity#MEANING} what the line means
 * @param instead what to write instead; may be empty
 * @param reference where that is said; may be empty
 */
public record Finding(String file, int line, Severity severity, String message, String instead, String reference) {

    /** How bad a finding is. */
    public enum Severity {
        /** The dump will not be taken, or not where or as the file says. */
        ERROR("error"),
        /** It works today, or in part, or by luck. */
        WARNING("warning"),
        /** Worth knowing. */
        NOTE("note"),
        /** Nothing is wrong: the line in plain words. */
        MEANING("meaning");

        private final String word;

        Severity(String word) {
            this.word = word;
        }

        /** Returns the word that results show. */
        public String word() {
            return word;
        }
    }
}
