package dev.inquest.finder.debuginfod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was fetched, in the form of elfutils' client: {@code BUILDID/debuginfo} is the file, and empty where no server has it, as of
 * its time of change. {@code BUILDID/debuginfo.part} is ours: the beginning of a file.
 *
 * @param folder the folder
 */
public record Cache(Path folder) {

    private Path entry(String buildId) {
        return folder.resolve(buildId);
    }

    Path file(String buildId) {
        return entry(buildId).resolve("debuginfo");
    }

    /** Returns where the beginning of a file is kept; its folder is there then. */
    Path part(String buildId) throws IOException {
        Files.createDirectories(entry(buildId));
        return entry(buildId).resolve("debuginfo.part");
    }

    /** Returns a file that was fetched before, or null. */
    @Nullable
    Path find(String buildId) {
        Path file = file(buildId);
        try {
            return Files.size(file) > 0 ? file : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Returns whether it was found not long ago that no server has a file. */
    boolean missing(String buildId, Duration remembered) {
        Path file = file(buildId);
        try {
            FileTime time = Files.getLastModifiedTime(file);
            return Files.size(file) == 0
                    && time.toInstant().plus(remembered).isAfter(Instant.now())
                    && !time.toInstant().isAfter(Instant.now().plusSeconds(1));
        } catch (IOException e) {
            return false;
        }
    }

    /** Remembers that no server has a file. */
    void remember(String buildId) {
        try {
            Files.createDirectories(entry(buildId));
            Path file = file(buildId);
            Files.deleteIfExists(file);
            Files.createFile(file);
        } catch (IOException e) {
            // Then the servers are asked again.
        }
    }

    /** Makes a whole part the file. */
    Path finish(String buildId, Path part) throws IOException {
        return Files.move(part, file(buildId), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
