package dev.inquest.shell;

import dev.inquest.api.result.Result;

/** What the process says to whoever started it. */
final class ExitCode {
    /** All done. */
    static final int DONE = 0;
    /** The command line was wrong. */
    static final int USAGE = 2;
    /** A file could not be opened. */
    static final int NOT_OPENED = 3;
    /** A command failed. */
    static final int FAILED = 4;
    /** Done, but something was unreadable. */
    static final int PARTIAL = 5;

    private ExitCode() {}

    /** Returns the code for a result. */
    static int of(Result.Status status) {
        return switch (status) {
            case OK -> DONE;
            case PARTIAL -> PARTIAL;
            case FAILED -> FAILED;
        };
    }

    /** Returns the worse of two: a failure counts more than something unreadable. */
    static int worse(int one, int other) {
        if (one == DONE || other == DONE) {
            return Math.max(one, other);
        }
        return Math.min(one, other);
    }
}
