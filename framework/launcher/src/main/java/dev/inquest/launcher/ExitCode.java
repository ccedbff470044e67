package dev.inquest.launcher;

/** The process's exit codes that the host itself gives; the service that runs the command line gives the others. */
final class ExitCode {
    /** The command line makes no sense. */
    static final int USAGE = 2;

    /** Nothing could be opened, because the program itself is incomplete. */
    static final int CANNOT_OPEN = 3;

    /** A command failed, here by an error of the program. */
    static final int FAILED = 4;

    private ExitCode() {}
}
