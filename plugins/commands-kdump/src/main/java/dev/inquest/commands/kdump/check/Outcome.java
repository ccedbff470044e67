package dev.inquest.commands.kdump.check;

/**
 * The answer to one question about a machine.
 *
 * @param question what was looked at
 * @param state the answer
 * @param detail what was found
 * @param next the command to type next; empty when there is nothing to do
 */
public record Outcome(String question, State state, String detail, String next) {

    /** The answers. */
    public enum State {
        /** As it should be. */
        READY("ready"),
        /** The dump will fail, or what should start it will not. */
        NOT_READY("not ready"),
        /** It works, but may surprise. */
        TAKE_CARE("take care"),
        /** The files at hand do not tell. */
        NOT_KNOWN("not known");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** Returns the answer in words. */
        public String words() {
            return words;
        }
    }
}
