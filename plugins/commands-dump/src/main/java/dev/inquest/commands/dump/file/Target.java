package dev.inquest.commands.dump.file;

import dev.inquest.api.command.CommandException;
import dev.inquest.commands.dump.Operands;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file to be written, of which it was checked that it may be.
 *
 * @param file where it is to be in the end; a symbolic link to an existing file was followed
 * @param name its name as the user gave it
 * @param force whether a file that is there is replaced
 */
public record Target(Path file, String name, boolean force) {

    /**
     * Checks an output.
     *
     * @param word the name as the user gave it
     * @param force whether an existing file may be replaced
     * @param inputs all files that are read, none of which may be the output, under whatever name
     */
    public static Target of(String word, boolean force, List<Path> inputs) throws CommandException {
        Path path = Operands.path(word);
        try {
            if (Files.exists(path)) {
                for (Path input : inputs) {
                    if (Files.exists(input) && Files.isSameFile(path, input)) {
                        throw CommandException.failed(word + ": is the input (" + input
                                + "), which is never changed; give another name for the output");
                    }
                }
                if (Files.isDirectory(path)) {
                    throw CommandException.failed(word + ": is a directory; give a file's name");
                }
                if (!Files.isRegularFile(path)) {
                    throw CommandException.failed(word
                            + ": is not a regular file; for a pipe write the flattened form to standard output (-)");
                }
                if (!force) {
                    throw CommandException.failed(word + ": is there already; -f replaces it");
                }
                path = path.toRealPath();
            } else if (Files.isSymbolicLink(path)) {
                throw CommandException.failed(word + ": is a symbolic link to a file that is not there");
            }
            Path folder = folder(path);
            if (!Files.isDirectory(folder)) {
                throw CommandException.failed(word + ": there is no directory " + folder);
            }
            if (!Files.isWritable(folder)) {
                throw CommandException.failed(word + ": no permission to write in " + folder
                        + " (the dump is written beside its final name first)");
            }
        } catch (IOException e) {
            throw CommandException.failed(Trouble.words(word, e));
        }
        return new Target(path, word, force);
    }

    /** Returns the folder that the file is in. */
    public Path folder() {
        return folder(file);
    }

    private static Path folder(Path path) {
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path.toAbsolutePath() : parent;
    }
}
