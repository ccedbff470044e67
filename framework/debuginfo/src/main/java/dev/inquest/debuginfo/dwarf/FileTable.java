package dev.inquest.debuginfo.dwarf;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The file names of a line program, as recorded: relative to the directory of compilation where the compiler wrote them so, which
 * the kernel's build arranges ({@code -fmacro-prefix-map}, relative includes); absolute otherwise. The directory of compilation
 * is taken off where a path begins with it.
 */
final class FileTable {
    private final String compilation;
    private final List<String> directories;
    private final List<String> names;
    private final List<Integer> directoryOf;
    private final int first;

    /**
     * Makes a table.
     *
     * @param compilation the directory of compilation; empty when not known
     * @param directories directories by index; index 0 is that of compilation
     * @param names file names
     * @param directoryOf for each file the index of its directory
     * @param first the number of the first file: 0 in version 5, 1 before
     */
    FileTable(String compilation, List<String> directories, List<String> names, List<Integer> directoryOf, int first) {
        this.compilation = compilation;
        this.directories = directories;
        this.names = names;
        this.directoryOf = directoryOf;
        this.first = first;
    }

    /** Returns the path of a file, or null when there is none of that number. */
    @Nullable
    String path(long file) {
        long index = file - first;
        if (index < 0 || index >= names.size()) {
            return null;
        }
        String path = names.get((int) index);
        int directory = directoryOf.get((int) index);
        if (!path.startsWith("/") && directory > 0 && directory < directories.size()) {
            path = directories.get(directory) + "/" + path;
        }
        if (!compilation.isEmpty() && path.startsWith(compilation) && path.length() > compilation.length() + 1) {
            int end = compilation.length();
            if (compilation.endsWith("/")) {
                path = path.substring(end);
            } else if (path.charAt(end) == '/') {
                path = path.substring(end + 1);
            }
        }
        return path.startsWith("./") ? path.substring(2) : path;
    }
}
