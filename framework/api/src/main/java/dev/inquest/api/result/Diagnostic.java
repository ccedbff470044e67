package dev.inquest.api.result;

/**
 * Something that users should know about a result or a session.
 *
 * @param severity how bad it is
 * @param message one sentence
 */
public record Diagnostic(Severity severity, String message) {

    /** How bad it is. */
    public enum Severity {
        /** Good to know. */
        INFO,
        /** Something is missing or doubtful. */
        WARNING,
        /** What was asked could not be done. */
        ERROR
    }
}
