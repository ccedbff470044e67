package dev.inquest.commands.kdump.tree;

import dev.inquest.api.archive.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/**
 * Small text files of a machine, by their paths from its root without a leading slash: from a folder that stands for the root, or from a tar
 * archive as {@code sos report} makes it (plain, gzip or xz), whose entries lie below one folder.
 *
 * @param files contents by path
 * @param origin the folder or archive as the user named it
 */
public record MachineFiles(Map<String, byte[]> files, String origin) {
    private static final int MOST_ENTRIES = 2_000_000;

    /**
     * Collects files.
     *
     * @param root a folder or an archive
     * @param wanted tells from the path which files
     * @param largest larger files are cut to so many bytes
     * @throws IOException when the folder or archive cannot be read
     */
    public static MachineFiles collect(Path root, Predicate<String> wanted, int largest) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (Files.isDirectory(root)) {
            folder(root, wanted, largest, files);
        } else {
            archive(root, wanted, largest, files);
        }
        return new MachineFiles(files, root.toString());
    }

    /**
     * Collects files whose paths are known.
     *
     * @param root a folder or an archive
     * @param paths their paths; of a symbolic link that leads nowhere the content is empty
     * @param largest larger files are cut to so many bytes
     * @throws IOException when the folder or archive cannot be read
     */
    public static MachineFiles named(Path root, Collection<String> paths, int largest) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        if (!Files.isDirectory(root)) {
            archive(root, paths::contains, largest, files);
            return new MachineFiles(files, root.toString());
        }
        for (String path : paths) {
            Path file = root.resolve(path);
            if (Files.isRegularFile(file) && Files.isReadable(file)) {
                files.put(path, read(file, largest));
            } else if (Files.isSymbolicLink(file)) {
                files.put(path, new byte[0]);
            }
        }
        return new MachineFiles(files, root.toString());
    }

    /** Returns whether a file is an archive that can be read here, from its beginning. */
    public static boolean isArchive(Path file) throws IOException {
        try (InputStream in = unpacked(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            return TarReader.matches(in.readNBytes(512));
        } catch (java.util.zip.ZipException | org.tukaani.xz.XZIOException | java.io.EOFException e) {
            return false;
        }
    }

    /** Returns a small file's text without blanks around it, or null when there is no such file. */
    public @Nullable String text(String path) {
        byte[] content = files.get(path);
        return content == null ? null : new String(content, java.nio.charset.StandardCharsets.UTF_8).strip();
    }

    /** Returns a file's lines, or an empty list when there is none. */
    public List<String> lines(String path) {
        byte[] content = files.get(path);
        return content == null
                ? List.of()
                : new String(content, java.nio.charset.StandardCharsets.UTF_8)
                        .lines()
                        .toList();
    }

    /** Returns whether the machine has a file. */
    public boolean has(String path) {
        return files.containsKey(path);
    }

    private static void folder(Path root, Predicate<String> wanted, int largest, Map<String, byte[]> into)
            throws IOException {
        // Only the places where a machine keeps what is asked for: a root may hold millions of files.
        for (String place :
                List.of("etc", "boot/grub", "boot/grub2", "boot/loader", "proc", "sys/kernel", "sos_commands")) {
            Path start = root.resolve(place);
            if (Files.isDirectory(start)) {
                walk(root, start, place.equals("proc") ? 4 : 8, wanted, largest, into);
            }
        }
        try (Stream<Path> top = Files.list(root)) {
            for (Path one : top.toList()) {
                String name = one.getFileName().toString();
                if (wanted.test(name) && Files.isRegularFile(one)) {
                    into.put(name, read(one, largest));
                }
            }
        }
    }

    private static void walk(
            Path root, Path start, int depth, Predicate<String> wanted, int largest, Map<String, byte[]> into)
            throws IOException {
        List<Path> open = new ArrayList<>(List.of(start));
        for (int level = 0; level < depth && !open.isEmpty(); level++) {
            List<Path> next = new ArrayList<>();
            for (Path folder : open) {
                try (Stream<Path> children = Files.list(folder)) {
                    for (Path child : children.toList()) {
                        String path = root.relativize(child).toString().replace('\\', '/');
                        if (Files.isDirectory(child, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                            if (!path.matches("proc/\\d+.*")) {
                                next.add(child);
                            }
                        } else if (wanted.test(path) && Files.isReadable(child) && !Files.isDirectory(child)) {
                            into.put(path, read(child, largest));
                        }
                    }
                } catch (java.nio.file.AccessDeniedException e) {
                    // What only root may read is missing, which those who ask for it say.
                    next.remove(folder);
                }
            }
            open = next;
        }
    }

    private static byte[] read(Path file, int largest) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(largest);
        }
    }

    private static void archive(Path file, Predicate<String> wanted, int largest, Map<String, byte[]> into)
            throws IOException {
        try (InputStream in = unpacked(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
                TarReader tar = new TarReader(in)) {
            TarReader.Entry entry;
            for (int count = 0; count < MOST_ENTRIES && (entry = tar.next()) != null; count++) {
                String path = below(entry.name());
                if (wanted.test(path)) {
                    into.put(path, tar.read(largest));
                }
            }
        }
    }

    private static InputStream unpacked(BufferedInputStream in) throws IOException {
        in.mark(8);
        byte[] magic = in.readNBytes(6);
        in.reset();
        if (magic.length >= 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b) {
            return new GZIPInputStream(in, 1 << 16);
        }
        boolean xz =
                magic.length == 6 && (magic[0] & 0xff) == 0xfd && magic[1] == '7' && magic[2] == 'z' && magic[3] == 'X';
        return xz ? new XZInputStream(in, 256 << 10) : in;
    }

    /** A sosreport's entries lie below a folder of the report's name. */
    private static String below(String name) {
        String path = name.startsWith("./") ? name.substring(2) : name;
        int slash = path.indexOf('/');
        boolean report = slash > 0 && (path.startsWith("sosreport-") || path.startsWith("sos-"));
        return report ? path.substring(slash + 1) : path;
    }
}
