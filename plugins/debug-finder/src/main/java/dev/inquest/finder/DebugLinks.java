package dev.inquest.finder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Follows {@code .gnu_debuglink}: the file of that name beside the one that refers to it, in {@code .debug} there, or in the same place below a
 * folder for debug information (GDB's manual, "Separate Debug Files").
 *
 * @param roots folders for debug information, usually {@code /usr/lib/debug}
 */
record DebugLinks(List<Path> roots) {

    /** Returns the file that another refers to, if it is there and of the same build; otherwise null. */
    @Nullable
    Path follow(Path file, ElfLook look) {
        ElfLook.Link link = look.link();
        Path folder = file.toAbsolutePath().getParent();
        if (link == null || folder == null) {
            return null;
        }
        List<Path> places = new ArrayList<>();
        places.add(folder.resolve(link.name()));
        places.add(folder.resolve(".debug").resolve(link.name()));
        for (Path root : roots) {
            places.add(root.resolve(folder.getRoot().relativize(folder)).resolve(link.name()));
        }
        for (Path place : places) {
            if (Files.isRegularFile(place) && matches(place, look, link)) {
                return place;
            }
        }
        return null;
    }

    /** The build ID says more than the checksum, and needs no reading of the whole file. */
    private static boolean matches(Path file, ElfLook wanted, ElfLook.Link link) {
        ElfLook look = ElfLook.at(file);
        if (look == null || !look.debugInfo()) {
            return false;
        }
        return wanted.buildId() != null && look.buildId() != null
                ? wanted.buildId().equals(look.buildId())
                : crc(file) == link.crc();
    }

    private static long crc(Path file) {
        CRC32 crc = new CRC32();
        byte[] block = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            int read;
            while ((read = in.read(block)) > 0) {
                crc.update(block, 0, read);
            }
            return crc.getValue();
        } catch (IOException e) {
            return -1;
        }
    }
}
