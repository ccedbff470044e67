package dev.inquest.commands.dump.file;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the system says of reading and writing, in a line for users. */
public final class Trouble {
    private Trouble() {}

    /** Returns a line that begins with the file's name. */
    public static String words(String name, IOException problem) {
        return name + ": " + reason(problem);
    }

    private static String reason(IOException problem) {
        String text = text(problem);
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("no space left")) {
            return "the disk is full; nothing was left behind. Give a place with more room, or make a smaller dump: filter it (-d), compress it (-z)";
        }
        if (lower.contains("quota exceeded")) {
            return "your quota on this disk is used up; nothing was left behind";
        }
        if (lower.contains("file too large")) {
            return "the file would become larger than this file system or 'ulimit -f' allows; nothing was left behind. 'dump split' makes smaller ones";
        }
        if (lower.contains("broken pipe")) {
            return "whoever read the output closed the pipe before its end";
        }
        if (lower.contains("read-only file system")) {
            return "the file system is read-only";
        }
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return "appeared while the dump was written, and is left as it is; -f would replace it";
        }
        return text.isEmpty() ? problem.getClass().getSimpleName() : text;
    }

    private static String text(IOException problem) {
        @Nullable
        String reason = problem instanceof FileSystemException system ? system.getReason() : problem.getMessage();
        return reason == null ? "" : reason;
    }

    /** Returns whether there was no room for what was to be written. */
    public static boolean noRoom(IOException problem) {
        String lower = text(problem).toLowerCase(Locale.ROOT);
        return lower.contains("no space left")
                || lower.contains("quota exceeded")
                || lower.contains("file too large")
                || problem instanceof LimitException
                || problem instanceof NoRoomException;
    }
}
