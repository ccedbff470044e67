package dev.inquest.commands.layout;

import dev.inquest.api.command.CommandException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Operands that name files. */
final class Operands {
    private Operands() {}

    /** Returns paths, or says which word is no name of a file. */
    static List<Path> paths(List<String> words) throws CommandException {
        List<Path> paths = new ArrayList<>();
        for (String word : words) {
            try {
                paths.add(Path.of(word));
            } catch (InvalidPathException e) {
                throw CommandException.usage("not the name of a file: " + word);
            }
        }
        return paths;
    }
}
