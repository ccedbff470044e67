package dev.inquest.shell;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;

/** What went wrong with a file, in words. */
final class Reasons {
    private Reasons() {}

    /** Returns {@code name: reason}. */
    static String of(String name, Exception problem) {
        String reason = switch (problem) {
            case NoSuchFileException e -> "no such file";
            case AccessDeniedException e -> "permission denied";
            case FileSystemException e when e.getReason() != null -> e.getReason();
            case InvalidPathException e -> "not the name of a file";
            default -> problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
        };
        return name + ": " + reason;
    }

    /** Returns whether writing failed because the reader has gone, as {@code head} does. */
    static boolean brokenPipe(IOException problem) {
        String message = problem.getMessage();
        return message != null && (message.contains("Broken pipe") || message.contains("Pipe closed"));
    }
}
