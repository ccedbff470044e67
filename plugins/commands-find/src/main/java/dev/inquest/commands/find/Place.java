package dev.inquest.commands.find;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where something was found.
 *
 * @param file the file on the disk
 * @param inside the names that lead to it inside the file, where that is an archive: of an archive in an archive two; otherwise none
 */
record Place(Path file, List<String> inside) {
    static Place of(Path file) {
        return new Place(file, List.of());
    }

    Place within(String entry) {
        List<String> names = new ArrayList<>(inside);
        names.add(entry);
        return new Place(file, List.copyOf(names));
    }

    boolean archived() {
        return !inside.isEmpty();
    }

    /** Returns the last name, without folders. */
    String name() {
        String path = inside.isEmpty() ? String.valueOf(file.getFileName()) : inside.getLast();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Returns the folder that it lies in, as text that is the same for all files in it. */
    String folder() {
        if (inside.isEmpty()) {
            return String.valueOf(file.toAbsolutePath().getParent());
        }
        String path = inside.getLast();
        String above = path.substring(0, Math.max(0, path.lastIndexOf('/')));
        return file.toAbsolutePath() + "\0" + String.join("\0", inside.subList(0, inside.size() - 1)) + "\0" + above;
    }

    /** Returns the name of the folder that it lies in, without the folders above; empty at the top of an archive. */
    String folderName() {
        String folder = folder();
        return folder.substring(Math.max(folder.lastIndexOf('/'), folder.lastIndexOf('\0')) + 1);
    }

    /** Returns the names inside the archive, or an empty text. */
    String entry() {
        return String.join(": ", inside);
    }

    @Override
    public String toString() {
        return inside.isEmpty() ? file.toString() : file + ": " + entry();
    }
}
