package dev.inquest.commands.find;

import dev.inquest.api.progress.Progress;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Goes through folders, each once however many links lead there, down to a depth. What cannot be read is counted. What the kernel shows of
 * itself as files ({@code /proc}, {@code /sys}, {@code /dev}) is passed over.
 */
final class Walk {
    private static final Set<String> KERNEL = Set.of("/proc", "/sys", "/dev");
    private static final int REPORT_EVERY = 64;

    private final int deepest;
    private final Progress progress;
    private final Set<Object> seen = new HashSet<>();
    private final List<String> unreadable = new ArrayList<>();
    private long files;
    private long tooDeep;

    /** Makes a walk that goes so many folders down. */
    Walk(int deepest, Progress progress) {
        this.deepest = deepest;
        this.progress = progress;
    }

    /** What is done with a file. */
    interface Visitor {
        /** Takes a regular file; the attributes are those of what a link leads to. */
        void file(Path file, BasicFileAttributes attributes);
    }

    private record Folder(Path path, int depth) {}

    /** Goes through a folder, or to the one file that it is. */
    void go(Path root, Visitor visitor) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
        if (attributes.isRegularFile()) {
            files++;
            visitor.file(root, attributes);
            return;
        }
        Deque<Folder> open = new ArrayDeque<>();
        open(new Folder(root, 0), attributes, open);
        while (!open.isEmpty() && !progress.cancelled()) {
            Folder folder = open.pop();
            List<Folder> below = new ArrayList<>();
            for (Path path : children(folder.path)) {
                if (progress.cancelled()) {
                    return;
                }
                child(path, folder, visitor, below);
            }
            Collections.reverse(below);
            below.forEach(open::push);
        }
    }

    private void child(Path path, Folder folder, Visitor visitor, List<Folder> below) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                if (folder.depth < deepest) {
                    Deque<Folder> one = new ArrayDeque<>();
                    open(new Folder(path, folder.depth + 1), attributes, one);
                    below.addAll(one);
                } else {
                    tooDeep++;
                }
            } else if (attributes.isRegularFile()) {
                if (files++ % REPORT_EVERY == 0) {
                    progress.report("looking through " + folder.path + ", files", files, 0);
                }
                visitor.file(path, attributes);
            }
        } catch (AccessDeniedException e) {
            unreadable.add(path.toString());
        } catch (IOException e) {
            // A link that leads nowhere or round in a ring, or a file that went away: there is nothing to find.
            return;
        }
    }

    private void open(Folder folder, BasicFileAttributes attributes, Deque<Folder> open) {
        if (folder.depth > 0
                && KERNEL.contains(folder.path.toAbsolutePath().normalize().toString())) {
            return;
        }
        Object key = attributes.fileKey();
        if (seen.add(key == null ? folder.path.toAbsolutePath().normalize() : key)) {
            open.push(folder);
        }
    }

    private List<Path> children(Path folder) {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
            stream.forEach(children::add);
        } catch (IOException | DirectoryIteratorException e) {
            unreadable.add(folder.toString());
        }
        Collections.sort(children);
        return children;
    }

    /** Notes a file that could not be read. */
    void unreadable(Path file) {
        unreadable.add(file.toString());
    }

    /** Returns what could not be read. */
    List<String> unreadable() {
        return unreadable;
    }

    /** Returns how many files were looked at. */
    long files() {
        return files;
    }

    /** Returns how many folders lie deeper than the walk went. */
    long tooDeep() {
        return tooDeep;
    }
}
